using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.ConductorOne;

public sealed class ConductorOneClientTerminateTests
{
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task TerminateAutomationExecutionAsync_Accepted_IsSettlingAndTheIdIsExact()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 200, "x-request-id: req-7"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.TerminateAutomationExecutionAsync("9007199254740993");

        Assert.Equal((ControlOutcome.Applied, true, "req-7"), (result.Outcome, result.IsSettling, result.RequestId));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("/api/v1/automation_executions/9007199254740993/actions/terminate", "{}"), (request.Path, request.Body));
    }

    [Theory]
    [InlineData("12x")]
    [InlineData("1.0")]
    [InlineData("9223372036854775808")]
    [InlineData("")]
    [InlineData("..")]
    public async Task TerminateAutomationExecutionAsync_IdIsNoInt64_SendsNothing(string id)
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await Assert.ThrowsAsync<ArgumentException>(() => client.TerminateAutomationExecutionAsync(id));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_UnknownExecution_IsRefusedAsNotFound()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"code":5,"message":"execution not found (request-id: abc-1)","details":[]}""", 404));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.TerminateAutomationExecutionAsync("424242"));

        Assert.Equal((RefusalReason.NotFound, "abc-1", 404), (exception.Reason, exception.Details.RequestId, exception.Details.StatusCode));
        Assert.Contains("424242", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_EveryAnswerLostButTheStateIsTerminate_IsApplied()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST"
            ? Reply.Close
            : Reply.Json("""{"automationExecution":{"id":"839265","state":"AUTOMATION_EXECUTION_STATE_TERMINATE"}}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.TerminateAutomationExecutionAsync("839265");

        Assert.Equal((ControlOutcome.Applied, true, 4), (result.Outcome, result.HadUnclearAttempt, result.Attempts));
        Assert.Equal([1, 2, 4], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_NothingListens_IsNotApplied()
    {
        Uri closed;
        await using (var server = new ScriptedServer(Reply.Close))
        {
            closed = server.Url;
        }

        using var client = TestClients.ConductorOne(closed, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateAutomationExecutionAsync("839265"));

        Assert.Equal((4, true), (exception.Details.Attempts, exception.SafeToRepeat));
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_Redirect_IsNotFollowedAndNotApplied()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 301, "Location: http://127.0.0.1:1/elsewhere"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateAutomationExecutionAsync("839265"));

        Assert.Equal(301, exception.Details.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_NoAnswerInTime_IsUnclearAndSentAgain()
    {
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(hang, Reply.Json("{}"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var call = client.TerminateAutomationExecutionAsync("839265");
        await hang.Written.Task;
        _clock.Advance(TimeSpan.FromMinutes(31));
        var result = await call;

        Assert.Equal((ControlOutcome.Applied, true, 2), (result.Outcome, result.HadUnclearAttempt, result.Attempts));
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_CancelledInFlight_IsUnknown()
    {
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(hang);
        using var client = TestClients.ConductorOne(server.Url, _clock);
        using var cancellation = new CancellationTokenSource();

        var call = client.TerminateAutomationExecutionAsync("839265", cancellationToken: cancellation.Token);
        await hang.Written.Task;
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => call);

        Assert.Equal((ControlOutcome.Unknown, true), (exception.Outcome, exception.SafeToRepeat));
        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_CancelledBefore_IsNotApplied()
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => client.TerminateAutomationExecutionAsync("839265", cancellationToken: new CancellationToken(canceled: true)));

        Assert.Equal(ControlOutcome.NotApplied, exception.Outcome);
        Assert.Empty(server.Requests);
    }
}
