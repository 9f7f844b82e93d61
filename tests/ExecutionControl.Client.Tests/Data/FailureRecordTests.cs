using ExecutionControl.Client.Tests.Waiting;
using System.Text.Json;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Data;

/// <summary>Failures as they happen, kept as JSON and read again.</summary>
public sealed class FailureRecordTests
{
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task Json_OfAPartialResult_TellsWhyWithoutTheException()
    {
        var posts = 0;
        await using var server = new ScriptedServer(request => request.Method == "GET"
            ? Reply.Json("""{"automation":{"id":"aut_1"}}""")
            : ++posts > 1 ? Reply.Json("""{"message":"not yours"}""", 403) : Reply.Json("""{"pausedCount":5,"erroredCount":3}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);
        var result = await client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run);

        var read = JsonSerializer.Deserialize<ResolvePausedResult>(JsonSerializer.Serialize(result))!;

        Assert.Equal(ControlOutcome.Partial, read.Outcome);
        Assert.Equal(result.Cause, read.Cause);
        Assert.Equal((403, "not yours", RefusalReason.Permission), (read.Cause!.Details.StatusCode, read.Cause.Details.ServiceMessage, read.Cause.Reason));
        Assert.IsType<ControlCallRefusedException>(result.Cause!.Exception);
        Assert.Null(read.Cause.Exception);
    }

    [Fact]
    public async Task Json_OfAWaitWhoseLastLookFailed_TellsWhy()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 503));
        using var client = TestClients.ConductorOne(server.Url, _clock);
        var result = await client.WaitAsync(Accepted.Termination("1"), TimeSpan.Zero);

        var read = JsonSerializer.Deserialize<WaitResult<AutomationExecutionState>>(JsonSerializer.Serialize(result))!;

        Assert.Equal(WaitOutcome.StillInFlight, read.Outcome);
        Assert.Equal(result.LastFailure, read.LastFailure);
        Assert.Equal((503, ControlOutcome.NotApplied, true), (read.LastFailure!.Details.StatusCode, read.LastFailure.Outcome, read.LastFailure.RepeatCanHelp));
    }

    [Fact]
    public async Task From_CancelledCall_SaysSo()
    {
        await using var server = new ScriptedServer(Reply.Hang());
        using var client = TestClients.Kubiya(server.Url, _clock);
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => client.PauseExecutionAsync("1", cancellationToken: cancellation.Token));

        var failure = ControlCallFailure.From(exception);

        Assert.True(failure.IsCanceled);
        Assert.Equal((exception.Outcome, exception.SafeToRepeat, exception.RepeatCanHelp), (failure.Outcome, failure.SafeToRepeat, failure.RepeatCanHelp));
        Assert.Equal((exception.Message, exception.Message, exception.Details), (failure.Message, failure.ToString(), failure.Details));
        Assert.Same(exception, failure.Exception);
        Assert.Same(failure, ControlCallFailure.From(failure));
    }

    [Fact]
    public void Equals_SameFactsOfAnotherException_IsEqual()
    {
        var details = new ControlCallDetails { Service = ControlService.Kubiya, Operation = "pause", Target = "1" };
        var first = ControlCallFailure.From(new ControlCallNotAppliedException("no", details));
        var second = ControlCallFailure.From(new ControlCallNotAppliedException("no", details));

        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotEqual(first, second with { Message = "yes" });
    }
}
