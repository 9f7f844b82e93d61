using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>ectl automations disable</c> and <c>enable</c>.</summary>
public sealed class EnableTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Disable_ThenEnable_ShowsInListAndGet()
    {
        await using var server = await ReferenceServer.StartAsync();

        var disabled = (await RunAsync(server, "disable aut_nightly -o json")).ShouldExitWith(0).OutputDocument();
        var item = (await RunAsync(server, "get aut_nightly -o json")).ShouldExitWith(0).OutputDocument();
        var list = (await RunAsync(server, "list")).ShouldExitWith(0).Output;
        (await RunAsync(server, "enable aut_nightly")).ShouldExitWith(0);
        var again = (await RunAsync(server, "get aut_nightly -o json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal(
            ("applied", "disable", "aut_nightly", true),
            (disabled.GetProperty("outcome").GetString(), disabled.GetProperty("operation").GetString(), disabled.GetProperty("target").GetString(),
                disabled.GetProperty("safeToRepeat").GetBoolean()));
        Assert.False(item.GetProperty("enabled").GetBoolean());
        Assert.Contains("disabled", list.Split('\n').Single(line => line.StartsWith("aut_nightly ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.True(again.GetProperty("enabled").GetBoolean());
        Assert.Equal(2, server.Journal.Count(OperationNames.UpdateAutomation));
    }

    [Theory]
    [InlineData("disable", "aut_nightly shows disabled")]
    [InlineData("enable", "aut_nightly shows enabled")]
    public async Task Wait_Shown_SaysWhatWasSeen(string command, string expected)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, $"{command} aut_nightly --wait")).ShouldExitWith(0);

        Assert.StartsWith("Verified: after", result.Output, StringComparison.Ordinal);
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enable_BreakerIsTripped_IsNotConfirmedAndSaysWhatToDo()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "enable aut_runaway")).ShouldExitWith(9);

        Assert.StartsWith("Accepted, but not confirmed: automation aut_runaway is to be enabled.", result.Output, StringComparison.Ordinal);
        Assert.Contains("ectl automations clear-breaker aut_runaway", result.Output, StringComparison.Ordinal);
        Assert.All(result.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Disable_Several_ReportsEach()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "disable aut_nightly aut_nobody aut_backlog --yes -o json")).ShouldExitWith(6).OutputDocument();

        Assert.Equal([0, 4, 0], document.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("exitCode").GetInt32()));
    }

    [Theory]
    [InlineData("disable", "About to disable each of 2 automations.", "yes: 'ectl automations enable' lets new events start executions again")]
    [InlineData("enable", "About to enable each of 2 automations.", "in part: 'ectl automations disable' lets new events start nothing again")]
    public async Task Question_Several_IsAskedAndSaysHowToUndoIt(string command, string action, string undo)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, $"ectl automations {command} aut_nightly aut_backlog", server.Environment);

        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("n");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Contains(action, terminal.Screen, StringComparison.Ordinal);
        Assert.Contains(undo, terminal.Screen, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Question_OneThatCanBeEnabledAgain_IsNotAsked()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, "ectl automations disable aut_nightly", server.Environment);

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.DoesNotContain("Go ahead?", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(1, server.Journal.Count(OperationNames.UpdateAutomation));
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, ["automations", .. line.Split(' ')], server.Environment);
}
