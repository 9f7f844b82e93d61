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

        var result = await client.WaitAsync(Execution, command, TimeSpan.FromSeconds(1));

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

        var result = await client.WaitForResumedAsync(101, TimeSpan.FromSeconds(1));

        Assert.Equal(outcome, result.Outcome);
    }

    [Fact]
    public async Task WaitForResolvedAsync_OlderOnesSettledWhileNewOnesCome_IsVerified()
    {
        var acceptedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var looks = new Queue<Reply>([Search("2026-03-01T11:59:00Z"), Search("2026-03-01T11:59:59Z"), Search("2026-03-01T12:00:01Z")]);
        await using var server = new ScriptedServer(_ => looks.Dequeue());
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.WaitForResolvedAsync("aut_backlog", acceptedAt);

        Assert.Equal((WaitOutcome.Verified, 0L), (result.Outcome, result.State.PausedCount));
        Assert.Empty(looks);
    }

    private static Reply Search(string createdAt) => Reply.Json(
        $$$"""{"list":[{"automationExecution":{"id":"7","state":"AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER","createdAt":"{{{createdAt}}}"}}],"nextPageToken":""}""");
}
