using System.Text.Json;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Json;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Waiting;

/// <summary>What each goal takes for reached, for contradicted, and for not yet known.</summary>
public sealed class WaitGoalTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private readonly TurnedClock _clock = new();

    [Theory]
    [InlineData(KubiyaExecutionCommand.Pause, "paused", WaitOutcome.Verified)]
    [InlineData(KubiyaExecutionCommand.Pause, "PAUSED", WaitOutcome.Verified)]
    [InlineData(KubiyaExecutionCommand.Pause, "completed", WaitOutcome.Contradicted)]
    [InlineData(KubiyaExecutionCommand.Pause, "running", WaitOutcome.StillInFlight)]
    [InlineData(KubiyaExecutionCommand.Resume, "running", WaitOutcome.Verified)]
    [InlineData(KubiyaExecutionCommand.Resume, "waiting_for_input", WaitOutcome.Verified)]
    [InlineData(KubiyaExecutionCommand.Resume, "completed", WaitOutcome.Verified)]
    [InlineData(KubiyaExecutionCommand.Resume, "failed", WaitOutcome.Contradicted)]
    [InlineData(KubiyaExecutionCommand.Resume, "paused", WaitOutcome.StillInFlight)]
    [InlineData(KubiyaExecutionCommand.Cancel, "cancelled", WaitOutcome.Verified)]
    [InlineData(KubiyaExecutionCommand.Cancel, "terminated", WaitOutcome.Verified)]
    [InlineData(KubiyaExecutionCommand.Cancel, "completed", WaitOutcome.Contradicted)]
    [InlineData(KubiyaExecutionCommand.Terminate, "cancelled", WaitOutcome.Verified)]
    [InlineData(KubiyaExecutionCommand.Terminate, "failed", WaitOutcome.Contradicted)]
    [InlineData(KubiyaExecutionCommand.Terminate, "draining", WaitOutcome.StillInFlight)]
    public async Task WaitAsync_Kubiya_JudgesTheStatus(KubiyaExecutionCommand command, string status, WaitOutcome outcome)
    {
        await using var server = new ScriptedServer(Reply.Json($$"""{"id":"{{Execution}}","status":"{{status}}"}"""));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var result = await client.WaitAsync(Accepted.Command(Execution, command), TimeSpan.FromSeconds(1));

        Assert.Equal((outcome, status), (result.Outcome, result.State.Value));
    }

    [Fact]
    public async Task WaitAsync_CancelAcceptedWithAWarning_IsNeverVerified()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST"
            ? Reply.Json("""{"success":true,"message":"cancelled","warning":"the workflow engine could not be reached"}""")
            : Reply.Json($$"""{"id":"{{Execution}}","status":"cancelled"}"""));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var accepted = await client.CancelExecutionAsync(Execution);
        var result = await client.WaitAsync(accepted, TimeSpan.FromSeconds(1));

        Assert.Equal("the workflow engine could not be reached", accepted.Warning);
        Assert.Equal(WaitOutcome.StillInFlight, result.Outcome);
    }

    [Theory]
    [InlineData("ACTIVE", WaitOutcome.Verified)]
    [InlineData("running", WaitOutcome.Verified)]
    [InlineData("COMPLETE", WaitOutcome.Verified)]
    [InlineData("PAUSED", WaitOutcome.StillInFlight)]
    [InlineData("HIBERNATING", WaitOutcome.StillInFlight)]
    [InlineData("OUT_OF_TOKENS", WaitOutcome.Contradicted)]
    [InlineData("STOPPED", WaitOutcome.Contradicted)]
    public async Task WaitForResumedAsync_Codegen_JudgesTheStatus(string status, WaitOutcome outcome)
    {
        await using var server = new ScriptedServer(Reply.Json($$"""{"id":101,"organization_id":42,"status":"{{status}}"}"""));
        using var client = TestClients.Codegen(server.Url, _clock);

        var result = await client.WaitAsync(Accepted.Resume(101), TimeSpan.FromSeconds(1));

        Assert.Equal(outcome, result.Outcome);
    }

    [Fact]
    public async Task WaitForResolvedAsync_OlderOnesSettledWhileNewOnesCome_IsVerified()
    {
        var acceptedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var looks = new Queue<Reply>([Search("2026-03-01T11:59:00Z"), Search("2026-03-01T11:59:59Z"), Search("2026-03-01T12:00:01Z")]);
        await using var server = new ScriptedServer(_ => looks.Dequeue());
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.WaitAsync(Accepted.Resolve("aut_backlog", acceptedAt), Timeout.InfiniteTimeSpan);

        Assert.Equal((WaitOutcome.Verified, 0L), (result.Outcome, result.State.PausedCount));
        Assert.Empty(looks);
    }

    [Theory]
    [InlineData(null, false, WaitOutcome.Verified)]
    [InlineData(null, true, WaitOutcome.Contradicted)]
    [InlineData(PausedExecutionDecision.Cancel, true, WaitOutcome.Verified)]
    public async Task WaitAsync_ClearedBreaker_LooksForWhatWasDecided(PausedExecutionDecision? decision, bool isTripped, WaitOutcome outcome)
    {
        var trip = isTripped ? ""","circuitBreaker":{"observedCount":"51"}""" : string.Empty;
        await using var server = new ScriptedServer(request => request.Path.Contains("/search/", StringComparison.Ordinal)
            ? Reply.Json("""{"list":[],"nextPageToken":""}""")
            : Reply.Json($$$"""{"automation":{"id":"aut_1","enabled":true{{{trip}}}}}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.WaitAsync(Accepted.Clear("aut_1", decision, DateTimeOffset.UnixEpoch), TimeSpan.Zero);

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(decision is null ? (isTripped, null) : (null, 0L), (result.State.IsTripped, result.State.Backlog?.PausedCount));
    }

    [Fact]
    public async Task WaitAsync_ResultWasKeptAsJson_WaitsForTheSame()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"automation":{"id":"aut_1","enabled":false}}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);
        var kept = JsonSerializer.Serialize(Accepted.Switch("aut_1", isToBeEnabled: false), ControlJsonContext.Default.UpdateAutomationResult);

        var result = JsonSerializer.Deserialize(kept, ControlJsonContext.Default.UpdateAutomationResult)!;

        Assert.Same(ControlOperations.DisableAutomation.Goal, result.Goal);
        Assert.Equal(WaitOutcome.Verified, (await client.WaitAsync(result, TimeSpan.Zero)).Outcome);
    }

    [Fact]
    public async Task WaitAsync_ResultDoesNotSayWhatFor_IsRefusedAndNothingIsSent()
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        using var conductorOne = TestClients.ConductorOne(server.Url, _clock);
        using var codegen = TestClients.Codegen(server.Url, _clock);
        using var kubiya = TestClients.Kubiya(server.Url, _clock);

        foreach (var wait in (Func<Task>[])
        [
            () => conductorOne.WaitAsync(Accepted.Resolve("aut_1", acceptedAt: null), TimeSpan.Zero),
            () => conductorOne.WaitAsync(Accepted.Clear("aut_1", PausedExecutionDecision.Run, acceptedAt: default), TimeSpan.Zero),
            () => conductorOne.WaitAsync(Accepted.Termination("none"), TimeSpan.Zero),
            () => codegen.WaitAsync(Accepted.Resume(0), TimeSpan.Zero),
            () => kubiya.WaitAsync(Accepted.Command(Execution, KubiyaExecutionCommand.None), TimeSpan.Zero),
        ])
        {
            await Assert.ThrowsAsync<ArgumentException>(wait);
        }

        Assert.Empty(server.Requests);
    }

    private static Reply Search(string createdAt) => Reply.Json(
        $$$"""{"list":[{"automationExecution":{"id":"7","state":"AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER","createdAt":"{{{createdAt}}}"}}],"nextPageToken":""}""");

    [Fact]
    public async Task WaitAsync_BacklogWithoutAnEnd_LooksThroughTenPagesAndCallsItALowerBound()
    {
        await using var server = new ScriptedServer(request => Reply.Json(
            $$$"""{"list":[{"automationExecution":{"id":"{{{request.Number}}}","createdAt":"2026-03-01T11:00:00Z"} }],"nextPageToken":"page-{{{request.Number}}}"}"""));
        using var client = TestClients.ConductorOne(server.Url, new TurnedClock());

        var result = await client.WaitAsync(Accepted.Resolve("aut_runaway", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)), TimeSpan.Zero);

        Assert.Equal((10, 10L, true), (server.Requests.Count, result.State.PausedCount, result.State.IsLowerBound));
    }

    [Theory]
    [InlineData("2026-03-01T11:59:59Z", 1)]
    [InlineData("2026-03-01T12:00:00Z", 0)]
    [InlineData("2026-03-01T12:00:01Z", 0)]
    [InlineData(null, 1)]
    public async Task WaitAsync_PausedExecution_CountsWhenItMayBeOlderThanTheAnswer(string? createdAt, int expected)
    {
        var created = createdAt is null ? string.Empty : $",\"createdAt\":\"{createdAt}\"";
        await using var server = new ScriptedServer(_ => Reply.Json($$$"""{"list":[{"automationExecution":{"id":"7"{{{created}}}} }],"nextPageToken":""}"""));
        using var client = TestClients.ConductorOne(server.Url, new TurnedClock());

        var result = await client.WaitAsync(Accepted.Resolve("aut_runaway", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)), TimeSpan.Zero);

        Assert.Equal(expected, result.State.PausedCount);
    }
}
