using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Waiting;

public sealed class WaitForTerminatedTests
{
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task WaitForTerminatedAsync_StateFollowsLater_IsVerifiedAtGrowingIntervals()
    {
        await using var server = States("PROCESS_STEP", "PROCESS_STEP", "SOMETHING_NEW", "TERMINATE");
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.WaitAsync(Accepted.Termination("839265"), Timeout.InfiniteTimeSpan);

        Assert.Equal((WaitOutcome.Verified, AutomationExecutionState.Terminated), (result.Outcome, result.State));
        Assert.Equal([0.5, 1, 2], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task WaitForTerminatedAsync_EndsOtherwise_IsContradictedAndSaysHow()
    {
        await using var server = States("PROCESS_STEP", "DONE");
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.WaitAsync(Accepted.Termination("839265"), Timeout.InfiniteTimeSpan);

        Assert.Equal((WaitOutcome.Contradicted, AutomationExecutionState.Done), (result.Outcome, result.State));
    }

    [Fact]
    public async Task WaitForTerminatedAsync_TimeIsUp_IsStillInFlight()
    {
        await using var server = States("PROCESS_STEP");
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.WaitAsync(Accepted.Termination("839265"), TimeSpan.FromSeconds(5));

        Assert.Equal((WaitOutcome.StillInFlight, AutomationExecutionState.ProcessStep), (result.Outcome, result.State));
        Assert.Equal([0.5, 1, 2, 1.5], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task WaitForTerminatedAsync_ServiceAwayForAWhile_GoesOnLooking()
    {
        await using var server = new ScriptedServer(Reply.Close, State("TERMINATE"));
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        var result = await client.WaitAsync(Accepted.Termination("839265"), Timeout.InfiniteTimeSpan);

        Assert.Equal(WaitOutcome.Verified, result.Outcome);
    }

    [Fact]
    public async Task WaitForTerminatedAsync_NobodyMayLook_SaysSo()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"code":7,"message":"no","details":[]}""", 403));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.WaitAsync(Accepted.Termination("839265"), Timeout.InfiniteTimeSpan));

        Assert.Equal(RefusalReason.Permission, exception.Reason);
    }

    private static ScriptedServer States(params string[] states) => new([.. states.Select(State)]);

    private static Reply State(string state) => Reply.Json($$$"""{"automationExecution":{"id":"839265","state":"AUTOMATION_EXECUTION_STATE_{{{state}}}"}}""");
}
