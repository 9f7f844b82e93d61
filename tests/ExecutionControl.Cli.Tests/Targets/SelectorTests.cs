using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Targets;

/// <summary>Commands that find their targets by what they are: one count, one question, and a limit before anything is sent.</summary>
public sealed class SelectorTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Paused = "22222222-2222-4222-8222-222222222222";
    private const string Waiting = "44444444-4444-4444-8444-444444444444";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("automation-executions terminate --automation aut_nightly --running", "9007199254740993")]
    [InlineData("automation-executions terminate --name NIGHTLY", "9007199254740993")]
    [InlineData("automation-executions terminate --automation aut_runaway --limit 2", "1000240 1000239")]
    [InlineData("automation-executions terminate --running --older-than 1m", "9007199254740993")]
    [InlineData("automation-executions terminate --running --older-than 1h", "")]
    [InlineData("automation-executions terminate --running --since 1m", "")]
    [InlineData("automation-executions terminate --name nobody", "")]
    [InlineData("executions pause --all", $"{Running} {Waiting}")]
    [InlineData("executions pause --all --status running", Running)]
    [InlineData("executions pause --name cluster", Running)]
    [InlineData("executions pause --status running --status waiting-for-input --older-than 1h", Waiting)]
    [InlineData("executions resume --all", Paused)]
    [InlineData("executions cancel --running --limit 1", Running)]
    [InlineData("executions terminate --all --reason x", $"{Running} {Waiting} {Paused}")]
    [InlineData("executions terminate --status paused --reason x", Paused)]
    [InlineData("agent-runs resume --all --prompt go", "104 101")]
    [InlineData("agent-runs resume --source-type SLACK --prompt go", "101")]
    [InlineData("agent-runs ban --running", "102")]
    [InlineData("automations resolve-paused --all-paused --decision run", "aut_backlog aut_runaway")]
    [InlineData("automations resolve-paused --all-tripped --limit 1 --decision run", "aut_backlog")]
    public async Task Run_Selected_ActsOnThoseThatMatchAndCanBeActedOn(string line, string ids)
    {
        await using var server = await StartAsync();

        var document = (await RunAsync(server, line, "--yes", "-o", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal("ectl/v1/outcome-list", document.GetProperty("schema").GetString());
        Assert.Equal(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries), Targets(document));
    }

    [Theory]
    [InlineData("automation-executions terminate --automation aut_runaway", "240 automation executions match, and --max allows 100")]
    [InlineData("automation-executions terminate --automation aut_runaway --max 239", "240 automation executions match, and --max allows 239")]
    [InlineData("automation-executions terminate --automation aut_runaway --limit 101", "101 automation executions match")]
    [InlineData("executions terminate --all --reason x --max 2", "3 executions match, and --max allows 2")]
    [InlineData("automations resolve-paused --all-tripped --decision run --max 1", "2 automations match")]
    public async Task Run_MoreThanMax_SendsNothing(string line, string message)
    {
        await using var server = await StartAsync();

        var result = (await RunAsync(server, line, "--yes")).ShouldExitWith(2);

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        AssertNothingChanged(server);
    }

    [Fact]
    public async Task Run_ABacklogOfThousands_CountsAThousandAndRefuses()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 2_000 });

        var result = (await RunAsync(server, "automation-executions terminate --automation aut_backlog", "--yes")).ShouldExitWith(2);

        Assert.Contains("1000 or more automation executions match", result.Error, StringComparison.Ordinal);
        Assert.Equal(10, server.Journal.Count(OperationNames.SearchAutomationExecutions));
        AssertNothingChanged(server);
    }

    [Fact]
    public async Task Run_MaxAllowsMore_ActsOnAll()
    {
        await using var server = await StartAsync();

        var document = (await RunAsync(
            server, "automation-executions terminate --automation aut_runaway", "--yes", "--max", "240", "-o", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal(240, document.GetProperty("count").GetInt32());
        Assert.Equal(240, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    [Theory]
    [InlineData("automation-executions terminate", "automation executions are meant is not said")]
    [InlineData("executions pause", "executions are meant is not said")]
    [InlineData("agent-runs ban --limit 5", "agent runs are meant is not said")]
    [InlineData($"executions pause {Running} --running", "--running finds targets in place of ids")]
    [InlineData("executions pause - --limit 3", "--limit finds targets in place of ids")]
    [InlineData("automations clear-breaker aut_runaway --max 3", "--max finds targets in place of ids")]
    [InlineData("automations resolve-paused --all-tripped --all-paused --decision run", "leave --all-tripped out")]
    [InlineData("executions pause --status paused", "acts on what is running or waiting-for-input, and on none that is paused")]
    [InlineData("executions terminate --running --status paused --reason x", "--running keeps none that is paused")]
    [InlineData("executions pause --older-than yesterday", "how long ago, such as 30m, 2h or 7d")]
    [InlineData("executions pause --older-than 31d", "at most 30d")]
    [InlineData("executions pause --all --max 0", "positive whole number")]
    public async Task Run_SelectionIsNoneOrContradictsItself_SendsNothing(string line, string message)
    {
        await using var server = await StartAsync();

        var result = (await RunAsync(server, line, "--yes")).ShouldExitWith(2);

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Theory]
    [InlineData("executions pause --all --status running")]
    [InlineData("automation-executions terminate --automation aut_nightly --running")]
    [InlineData("automations resolve-paused --all-paused --decision run")]
    public async Task Run_NobodyToAskAndNobodyAgreed_SendsNothing(string line)
    {
        await using var server = await StartAsync();

        var result = (await RunAsync(server, line)).ShouldExitWith(2);

        Assert.Contains("--yes", result.Error, StringComparison.Ordinal);
        AssertNothingChanged(server);
    }

    [Fact]
    public async Task Run_OneIsFoundThatNobodyNamed_IsAskedAboutAlthoughItCouldBeUndone()
    {
        await using var server = await StartAsync();
        await using var terminal = EctlTerminal.Start(_user, "ectl executions pause --all --status running", server.Environment);

        await terminal.SeesAsync($"About to pause execution {Running}");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("n");

        Assert.Equal(2, await terminal.WaitAsync());
        AssertNothingChanged(server);
    }

    [Fact]
    public async Task Run_SeveralAreFound_AsksOnceWithTheCount()
    {
        await using var server = await StartAsync();
        await using var terminal = EctlTerminal.Start(_user, "ectl automation-executions terminate --automation aut_runaway --max 240", server.Environment);

        await terminal.SeesAsync("About to terminate each of 240 automation executions");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("y");

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Single(terminal.Screen.Split("Go ahead?")[1..]);
        Assert.Equal(240, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    [Fact]
    public async Task Run_DryRun_ShowsEachAndSendsNothing()
    {
        await using var server = await StartAsync();

        var result = (await RunAsync(server, "executions pause --all --dry-run")).ShouldExitWith(0);

        Assert.Contains($"/executions/{Running}/pause", result.Output, StringComparison.Ordinal);
        Assert.Contains($"/executions/{Waiting}/pause", result.Output, StringComparison.Ordinal);
        AssertNothingChanged(server);
    }

    [Fact]
    public async Task AllPaused_ABreakerIsClosedAndItsBacklogStays_TakesItAll()
    {
        await using var server = await StartAsync();
        (await RunAsync(server, "automations clear-breaker aut_runaway", "--yes")).ShouldExitWith(0);

        var document = (await RunAsync(server, "automations resolve-paused --all-paused --decision cancel --reason x", "--yes", "-o", "json"))
            .ShouldExitWith(0).OutputDocument();

        Assert.Equal(["aut_backlog", "aut_runaway"], Targets(document));
        Assert.Equal(0, server.State.Automation("aut_runaway").PausedCount);
    }

    [Fact]
    public async Task AllPaused_TheyCannotBeCounted_SendsNothing()
    {
        await using var server = await StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.SearchAutomationExecutions, Status = 403 });

        (await RunAsync(server, "automations resolve-paused --all-paused --decision run", "--yes")).ShouldExitWith(3);

        AssertNothingChanged(server);
    }

    private static Task<ReferenceServer> StartAsync() => ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });

    private static IEnumerable<string?> Targets(JsonElement document) =>
        document.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("target").GetString());

    private static void AssertNothingChanged(ReferenceServer server) => Assert.All(
        server.Journal.Entries,
        entry => Assert.Contains(entry.Operation, (string?[])
        [
            OperationNames.Token, OperationNames.ListAutomations, OperationNames.SearchAutomationExecutions, OperationNames.ListAgentRuns,
            OperationNames.ListExecutions,
        ]));

    private Task<EctlResult> RunAsync(ReferenceServer server, string line, params string[] more) =>
        Ectl.RunAsync(_user, [.. line.Split(' '), .. more], server.Environment);
}
