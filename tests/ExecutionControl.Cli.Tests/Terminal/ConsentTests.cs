using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Client;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>Nothing that settles many or cannot be undone is sent without consent, which is given at a terminal or with <c>--yes</c>.</summary>
public sealed class ConsentTests : IDisposable
{
    private const string Terminate = "ectl automation-executions terminate";
    private const string Id = "9007199254740993";
    private const string Waiting = "44444444-4444-4444-8444-444444444444";

    private static readonly string[] Lines =
    [
        "automations resolve-paused aut_runaway --decision cancel --reason drill",
        "automations clear-breaker aut_runaway",
        $"automation-executions terminate {Id}",
        "agent-runs ban 102",
        $"executions cancel {Waiting}",
        $"executions terminate {Waiting} --reason drill",
        "automations disable aut_runaway aut_nightly",
        "automations enable aut_runaway aut_nightly",
        "agent-runs resume 101 104 --prompt go",
        "agent-runs unban 101 104",
        $"executions pause {Waiting} 11111111-1111-4111-8111-111111111111",
        $"executions resume {Waiting} 22222222-2222-4222-8222-222222222222",
    ];

    private readonly UserFolder _user = new();

    /// <summary>Every operation in a case that is asked about.</summary>
    public static TheoryData<string> Asked { get; } = [.. Lines];

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData($"{Terminate} {Id}", true)]
    [InlineData($"echo {Id} | {Terminate} -", true)]
    [InlineData($"echo {Id} | {Terminate} -", false)]
    [InlineData($"{Terminate} {Id} 2> /dev/null", true)]
    [InlineData($"{Terminate} {Id} 2> /dev/null", false)]
    [InlineData($"{Terminate} {Id} > out.txt", true)]
    [InlineData($"{Terminate} {Id} > out.txt", false)]
    [InlineData($"{Terminate} {Id} --output json > out.txt 2>&1 < /dev/null", true)]
    [InlineData($"{Terminate} {Id} --output json > out.txt 2>&1 < /dev/null", false)]
    [InlineData($"echo n | {Terminate} {Id}", true)]
    [InlineData($"echo n | {Terminate} {Id}", false)]
    [InlineData($"yes | {Terminate} {Id}", false)]
    [InlineData($"{Terminate} {Id} --quiet <&- >&- 2>&-", false)]
    public async Task Terminal_StreamsRedirected_IsAskedAndAnswers(string command, bool isAgreed)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = PseudoTerminal.Start(_user, command, server.Environment);

        await terminal.SeesAsync($"About to terminate automation execution {Id}.");
        await terminal.SeesAsync("Go ahead? [y/N] ");
        await terminal.TypeAsync(isAgreed ? "y" : "n");

        Assert.Equal(isAgreed ? 0 : 2, await terminal.WaitAsync());
        Assert.Equal(isAgreed ? 1 : 0, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    [Fact]
    public async Task Terminal_ManyThroughAPipe_IsAskedOnceForAll()
    {
        await using var server = await ReferenceServer.StartAsync();
        const string all = "ectl automation-executions list --automation aut_runaway --output jsonl | ectl automation-executions terminate -";
        await using var terminal = PseudoTerminal.Start(_user, all, server.Environment);

        await terminal.SeesAsync("About to terminate each of 240 automation executions.");
        await terminal.SeesAsync("Go ahead? [y/N] ");
        await terminal.TypeAsync("");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Equal(0, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    [Fact]
    public async Task Terminal_OfAnotherJob_IsNone()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = PseudoTerminal.Start(_user, $"set -m; {Terminate} {Id} & wait $!", server.Environment);

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Contains("add --yes", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task NoTerminal_WithoutYes_SendsNothingAndExitsWithTwo(string line)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(_user, line.Split(' '), server.Environment, "y\n"u8.ToArray())).ShouldExitWith(2);
        var document = (await Ectl.RunAsync(_user, [.. line.Split(' '), "-o", "json"], server.Environment, "y\n"u8.ToArray())).ShouldExitWith(2).ErrorDocument();

        Assert.Contains("There is no terminal to ask on: add --yes to ", result.Error, StringComparison.Ordinal);
        Assert.Equal("notSent", document.GetProperty("outcome").GetString());
        Assert.Empty(server.Journal.Entries);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task NoTerminal_WithYes_GoesAhead(string line)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = await Ectl.RunAsync(_user, [.. line.Split(' '), "--yes"], server.Environment);

        Assert.NotEqual(2, result.ExitCode);
        Assert.Contains(server.Journal.Entries, entry => entry.Operation != OperationNames.Token);
    }

    [Fact]
    public void Asked_Catalogue_HasEveryOperationThatChangesSomething() => Assert.Equal(
        ControlOperations.All.Where(operation => operation.ChangesState).Select(operation => operation.Id).Order(StringComparer.Ordinal),
        Lines.Select(line => string.Join('.', line.Split(' ')[..2])).Order(StringComparer.Ordinal));

    [Fact]
    public async Task NoTerminal_ProcessWithoutYes_SendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        string[] terminate = ["automation-executions", "terminate", Id];

        (await EctlProcess.RunAsync(_user, terminate, server.Environment, "y\n"u8.ToArray())).ShouldExitWith(2);
        Assert.Empty(server.Journal.Entries);
        (await EctlProcess.RunAsync(_user, [.. terminate, "--yes"], server.Environment)).ShouldExitWith(0);

        Assert.Equal(1, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    [Fact]
    public async Task Question_NothingIsPaused_IsNotAskedAndNothingIsSent()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, "ectl automations resolve-paused aut_nightly --decision run", server.Environment);

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Contains(": automation aut_nightly at ", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("Go ahead?", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.ResolvePaused));
    }
}
