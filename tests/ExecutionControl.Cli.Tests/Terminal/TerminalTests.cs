using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>What somebody at a terminal sees and is asked, and that nobody else is.</summary>
public sealed class TerminalTests : IDisposable
{
    private const char Escape = '\u001b';
    private const string Resolve = "ectl automations resolve-paused aut_runaway --decision cancel";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("automations resolve-paused aut_runaway --decision run", "About to run every paused execution of automation aut_runaway", "240")]
    [InlineData("automations clear-breaker aut_runaway", "About to close the circuit breaker of automation aut_runaway", "240")]
    [InlineData("automation-executions terminate 9007199254740993", "About to terminate automation execution 9007199254740993", "cannot be undone")]
    [InlineData("agent-runs ban 102", "About to stop every agent on the pull request of agent run 102", "https://github.com/example/shop/pull/318")]
    [InlineData("executions terminate 22222222-2222-4222-8222-222222222222 --reason stuck", "About to terminate execution 22222222", "cannot be undone")]
    public async Task Question_Declined_SendsNothingAndExitsWithTwo(string line, string action, string fact)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, $"ectl {line}", server.Environment);

        await terminal.SeesAsync("Go ahead? [y/N] ");
        await terminal.TypeAsync("n");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Contains(action, terminal.Screen, StringComparison.Ordinal);
        Assert.Contains(fact, terminal.Screen, StringComparison.Ordinal);
        Assert.Contains(server.Url.Authority, terminal.Screen, StringComparison.Ordinal);
        Assert.Contains(": nothing was sent.", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Journal.Entries, entry => entry.Operation is
            OperationNames.ResolvePaused or OperationNames.ClearBreaker or OperationNames.TerminateAutomationExecution
            or OperationNames.BanAgentRun or OperationNames.TerminateExecution);
    }

    [Fact]
    public async Task Question_AgentRun_NamesTheOrganization()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, "ectl agent-runs ban 102", server.Environment);

        await terminal.SeesAsync($"organization {server.Credentials.Codegen.OrganizationId}, at {server.Url.Scheme}://{server.Url.Authority}");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("yes");

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Equal(1, server.Journal.Count(OperationNames.BanAgentRun));
    }

    [Fact]
    public async Task Cancel_WithoutReason_AsksForOneAndSendsIt()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = PseudoTerminal.Start(_user, Resolve, server.Environment);

        await terminal.SeesAsync("Reason, for ConductorOne's audit log");
        await terminal.TypeAsync("runaway of tonight");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("y");

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.DoesNotContain("warning:", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(2, server.Journal.Count(OperationNames.ResolvePaused));
    }

    [Fact]
    public async Task Question_Interrupted_SendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = PseudoTerminal.Start(_user, "ectl automation-executions terminate 9007199254740993", server.Environment);

        await terminal.SeesAsync("Go ahead?");
        await terminal.PressAsync("\u0003");

        Assert.Equal(130, await terminal.WaitAsync());
        Assert.Equal(0, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    [Fact]
    public async Task Yes_OnATerminal_AsksAndCountsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, $"{Resolve} --yes", server.Environment);

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.DoesNotContain("Go ahead?", terminal.Screen, StringComparison.Ordinal);

        // While it is settled, the backlog may be looked at.
        Assert.DoesNotContain(
            server.Journal.Entries.TakeWhile(entry => entry.Operation != OperationNames.ResolvePaused),
            entry => entry.Operation == OperationNames.SearchAutomationExecutions);
    }

    [Fact]
    public async Task Question_CountCannotBeHad_IsAskedAllTheSame()
    {
        await using var server = new Servers.RawServer(_ => Servers.RawAnswer.Silence);
        await using var terminal = EctlTerminal.Start(
            _user,
            "ectl automations resolve-paused aut_runaway --decision run",
            ServiceVariables.ConductorOne(server.Url));

        await terminal.SeesAsync("not known: there was no answer within 3s");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("");

        Assert.Equal(2, await terminal.WaitAsync());
    }

    [Fact]
    public async Task Progress_OnATerminal_IsOneLineThatIsDrawnAgain()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = PseudoTerminal.Start(_user, $"{Resolve} --yes --reason runaway", server.Environment);

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Contains($"\r{Escape}[K[", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("round 1 · 237 resolved · 3 errored", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("round 1: ", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("resolved ·", AfterLastDrawing(terminal.Screen), StringComparison.Ordinal);
        Assert.Contains("240 paused executions of aut_runaway cancelled in 2 rounds", AfterLastDrawing(terminal.Screen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_ThroughAPipe_IsPlainLines()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(
            _user,
            [.. Resolve.Split(' ')[1..], "--reason", "runaway", "--yes"],
            server.Environment.With("TERM", "xterm-256color"))).ShouldExitWith(0);

        Assert.Contains("round 1: 237 resolved, 3 errored", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, result.Output + result.Error);
        Assert.DoesNotContain('\r', result.Error);
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("NO_COLOR", "1", false)]
    [InlineData("NO_COLOR", "", true)]
    [InlineData("TERM", "dumb", false)]
    public async Task List_OnATerminal_ColoursStatesUnlessTheyAreUnwanted(string name, string value, bool isColoured)
    {
        await using var server = await ReferenceServer.StartAsync();
        var variables = name.Length > 0 ? server.Environment.With(name, value) : server.Environment;
        await using var terminal = EctlTerminal.Start(_user, "ectl executions list", variables);

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Equal(isColoured, terminal.Screen.Contains($"{Escape}[33mpaused{Escape}[0m", StringComparison.Ordinal));
        Assert.Equal(isColoured, terminal.Screen.Contains(Escape, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "", "", false)]
    [InlineData("FORCE_COLOR", "1", "", true)]
    [InlineData("FORCE_COLOR", "0", "", false)]
    [InlineData("CLICOLOR_FORCE", "1", "", true)]
    [InlineData("", "", " --color always", true)]
    [InlineData("FORCE_COLOR", "1", " --color never", false)]
    public async Task List_NoTerminal_HasColoursWhereTheyAreDemanded(string name, string value, string option, bool isColoured)
    {
        await using var server = await ReferenceServer.StartAsync();
        var variables = name.Length > 0 ? server.Environment.With(name, value) : server.Environment;

        var result = (await Ectl.RunAsync(_user, $"executions list{option}".Split(' '), variables)).ShouldExitWith(0);

        Assert.Equal(isColoured, result.Output.Contains($"{Escape}[33mpaused{Escape}[0m", StringComparison.Ordinal));
        Assert.Equal(isColoured, result.Output.Contains(Escape, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CLICOLOR", "0", "")]
    [InlineData("", "", " --color never")]
    public async Task List_OnATerminal_HasNoColoursWhereTheyAreUnwanted(string name, string value, string option)
    {
        await using var server = await ReferenceServer.StartAsync();
        var variables = name.Length > 0 ? server.Environment.With(name, value) : server.Environment;
        await using var terminal = EctlTerminal.Start(_user, $"ectl executions list{option}", variables);

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.DoesNotContain($"{Escape}[33m", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OnATerminalThroughAPipe_HasNoColours()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = PseudoTerminal.Start(_user, "ectl executions list | cat", server.Environment);

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.DoesNotContain($"{Escape}[3", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_TerminalIsDumb_IsPlainLines()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, $"{Resolve} --yes --reason runaway", server.Environment.With("TERM", "dumb"));

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Contains("round 1: 237 resolved, 3 errored", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, terminal.Screen);
    }

    [Fact]
    public async Task List_ReaderHasSeenEnough_EndsQuietlyAndAsksForNoMore()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = PseudoTerminal.Start(_user, "ectl automation-executions list --automation aut_backlog | head -2", server.Environment);

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.DoesNotContain("pipe", terminal.Screen, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(server.Journal.Count(OperationNames.SearchAutomationExecutions), 1, 60);
    }

    private static string AfterLastDrawing(string screen) =>
        screen[(screen.LastIndexOf($"\r{Escape}[K", StringComparison.Ordinal) + 4)..];
}
