using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Streams;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>ectl automations stop</c>: every step with its outcome and how to undo it, and never half-said.</summary>
public sealed class AutomationStopTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Stop_Drill_DisablesCancelsTerminatesAndShowsWhatIsLeft()
    {
        var text = (await RunAsync("--sandbox automations stop aut_runaway --reason drill --yes")).ShouldExitWith(0).Output;
        var automation = (await RunAsync("--sandbox automations get aut_runaway -o json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal(
            """
            Done: automation aut_runaway is stopped.
              disable: applied
                undo: 'ectl automations enable aut_runaway' lets new events start executions
                again; those that came meanwhile have started nothing
              cancel paused: applied: 240
                undo: no: cancelled executions stay terminated
              terminate running: already so: there is nothing to do
              left: 0 paused, 0 running

            """,
            text,
            ignoreLineEndingDifferences: true);
        Assert.False(automation.GetProperty("enabled").GetBoolean());
        Assert.Equal(0, automation.GetProperty("pausedExecutions").GetProperty("count").GetInt32());
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Stop_SomethingRuns_TerminatesItAndWaits()
    {
        await using var server = await StartAsync();

        var document = (await RunAsync(server, "automations stop aut_nightly --reason x --yes -o json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal("ectl/v1/stop", document.GetProperty("schema").GetString());
        Assert.Equal(
            [("automations.disable", "applied", 0), ("automations.resolve-paused", "alreadySo", 0), ("automation-executions.terminate", "applied", 0)],
            Steps(document));
        var terminated = document.GetProperty("steps")[2].GetProperty("targets")[0];
        Assert.Equal("9007199254740993", terminated.GetProperty("target").GetString());
        Assert.Equal("verified", terminated.GetProperty("wait").GetProperty("outcome").GetString());
        Assert.Equal(0, document.GetProperty("running").GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("--keep-enabled", "automations.resolve-paused automation-executions.terminate")]
    [InlineData("--keep-paused", "automations.disable automation-executions.terminate")]
    [InlineData("--keep-running", "automations.disable automations.resolve-paused")]
    public async Task Stop_WithoutAStep_LeavesItOut(string option, string steps)
    {
        await using var server = await StartAsync();

        var document = (await RunAsync(server, $"automations stop aut_runaway --reason x --yes -o json {option}")).ShouldExitWith(0).OutputDocument();

        Assert.Equal(steps.Split(' '), Steps(document).Select(step => step.Operation));
        Assert.Equal(option == "--keep-paused" ? 240 : 0, server.State.Automation("aut_runaway").PausedCount);
        Assert.Equal(option == "--keep-enabled" ? 0 : 1, server.Journal.Count(OperationNames.UpdateAutomation));
    }

    [Theory]
    [InlineData(OperationNames.UpdateAutomation, 400, 6, "refused applied alreadySo")]
    [InlineData(OperationNames.ResolvePaused, 400, 6, "applied refused alreadySo")]
    [InlineData(OperationNames.TerminateAutomationExecution, 400, 6, "applied alreadySo refused")]
    [InlineData(OperationNames.UpdateAutomation, 403, 3, "refused notSent notSent")]
    public async Task Stop_AStepFails_SaysOfEachWhatBecameOfIt(string operation, int status, int exitCode, string outcomes)
    {
        await using var server = await StartAsync();
        server.Faults.Add(new FaultRule { Operation = operation, Status = status });
        var id = operation == OperationNames.TerminateAutomationExecution ? "aut_nightly" : "aut_runaway";

        var result = (await RunAsync(server, $"automations stop {id} --reason x --yes -o json")).ShouldExitWith(exitCode);

        var document = exitCode == 6 ? result.OutputDocument() : result.ErrorDocument();
        Assert.Equal(outcomes.Split(' '), Steps(document).Select(step => step.Outcome));
        Assert.Equal(exitCode, document.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Stop_Unknown_ExitsWithFourAndSendsNothing()
    {
        await using var server = await StartAsync();

        (await RunAsync(server, "automations stop aut_nobody --reason x --yes")).ShouldExitWith(4);

        Assert.Equal(0, server.Journal.Count(OperationNames.UpdateAutomation));
    }

    [Theory]
    [InlineData("automations stop - --reason x")]
    [InlineData("automations stop aut_runaway --keep-enabled --keep-paused --keep-running")]
    [InlineData("automations stop aut_runaway --no-wait --timeout 1m")]
    [InlineData("automations stop aut_runaway aut_nightly")]
    public async Task Stop_LineIsOfNoUse_SendsNothing(string line)
    {
        await using var server = await StartAsync();

        (await RunAsync(server, line)).ShouldExitWith(2);

        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Stop_OnATerminal_AsksOnceWithTheCounts()
    {
        await using var server = await StartAsync();
        await using var terminal = EctlTerminal.Start(_user, "ectl automations stop aut_runaway --reason x", server.Environment);

        await terminal.SeesAsync("About to stop automation aut_runaway: disable it, cancel what is paused, terminate what runs.");
        await terminal.SeesAsync("240 paused, 0 running");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("n");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Equal(0, server.Journal.Count(OperationNames.UpdateAutomation));
    }

    [Fact]
    public async Task Stop_DryRun_ShowsEveryRequestAndSendsNone()
    {
        await using var server = await StartAsync();

        var text = (await RunAsync(server, "automations stop aut_nightly --reason x --dry-run")).ShouldExitWith(0).Output;

        Assert.Contains("\"enabled\":false", text, StringComparison.Ordinal);
        Assert.Contains("/automations/aut_nightly/circuit_breaker/resolve_paused", text, StringComparison.Ordinal);
        Assert.Contains("/automation_executions/9007199254740993/actions/terminate", text, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.UpdateAutomation));
    }

    private static Task<ReferenceServer> StartAsync() => ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });

    private static IEnumerable<(string? Operation, string? Outcome, int ExitCode)> Steps(JsonElement document) =>
        document.GetProperty("steps").EnumerateArray().Select(step => (
            step.GetProperty("operation").GetString(), step.GetProperty("outcome").GetString(), step.GetProperty("exitCode").GetInt32()));

    private Task<EctlResult> RunAsync(string line) => Ectl.RunAsync(_user, line.Split(' '));

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, line.Split(' '), server.Environment);
}

/// <summary>The status and the stop of an automation.</summary>
internal sealed class SeeingCases : ICommandLineCases
{
    public IEnumerable<CommandLineCase> Lines =>
    [
        new("ectl status", "", AnswerKind.Document, "aut_backlog"),
        new("ectl automations stop", "aut_runaway --reason drill --yes", AnswerKind.Document, "Done: automation aut_runaway is stopped."),
    ];
}
