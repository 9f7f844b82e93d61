using System.Globalization;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.ConductorOne;

public sealed class ConductorOneClientClearBreakerTests
{
    private const string Id = "aut_runaway";
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task ClearCircuitBreakerAsync_AnswerLostAndSameTripStillThere_IsSentAgain()
    {
        await using var server = Breaker(["2026-03-01T11:00:00Z", "2026-03-01T11:00:00Z"], Reply.Close, Reply.Json("""{"bulkActionId":""}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ClearCircuitBreakerAsync(Id);

        Assert.Equal((ControlOutcome.Applied, true, 2), (result.Outcome, result.HadUnclearAttempt, result.Attempts));
    }

    [Fact]
    public async Task ClearCircuitBreakerAsync_AnswerLostAndTrippedAgain_IsUnknownAndNeverSentAgain()
    {
        await using var server = Breaker(["2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z"], Reply.Close);
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ClearCircuitBreakerAsync(Id));

        Assert.False(exception.SafeToRepeat);
        Assert.Contains("tripped since 2026-03-01T12:00:00", exception.Details.ObservedState, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task ClearCircuitBreakerAsync_AnswerLostAndClosedNow_IsApplied()
    {
        await using var server = Breaker(["2026-03-01T11:00:00Z", null], Reply.Close);
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ClearCircuitBreakerAsync(Id);

        Assert.Equal((ControlOutcome.Applied, true), (result.Outcome, result.HadUnclearAttempt));
        Assert.Equal(1, server.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task ClearCircuitBreakerAsync_AutomationCannotBeRead_IsSentAllTheSameButOnce()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Close : Reply.Json("{}", 403));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ClearCircuitBreakerAsync(Id, PausedExecutionDecision.Cancel, new ClearCircuitBreakerOptions { Reason = "runaway" }));

        Assert.False(exception.SafeToRepeat);
        Assert.Equal("""{"decision":"PAUSED_EXECUTION_DECISION_CANCEL","reason":"runaway"}""", Assert.Single(server.Requests, request => request.Method == "POST").Body);
    }

    [Fact]
    public async Task ClearCircuitBreakerAsync_WithADecision_NamesTheBackgroundWork()
    {
        await using var server = Breaker(["2026-03-01T11:00:00Z"], Reply.Json("""{"bulkActionId":"ba-9"}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ClearCircuitBreakerAsync(Id, PausedExecutionDecision.Run);

        Assert.Equal((true, "ba-9"), (result.IsSettling, result.BulkActionId));
    }

    [Theory]
    [InlineData("Date: Sun, 01 Mar 2026 11:59:58 GMT", "2026-03-01T11:59:58Z")]
    [InlineData(null, null)]
    public async Task ClearCircuitBreakerAsync_Accepted_SaysWhenByTheServicesClock(string? header, string? expected)
    {
        await using var server = Breaker(["2026-03-01T11:00:00Z"], header is null ? Reply.Json("""{"bulkActionId":"ba-9"}""") : Reply.Json("""{"bulkActionId":"ba-9"}""", 200, header));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ClearCircuitBreakerAsync(Id, PausedExecutionDecision.Run);

        Assert.Equal(expected is null ? _clock.GetUtcNow() : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), result.AcceptedAt);
    }

    private static ScriptedServer Breaker(string?[] trips, params Reply[] answers)
    {
        var (read, sent) = (0, 0);
        return new ScriptedServer(request => request.Method == "POST"
            ? answers[Math.Min(sent++, answers.Length - 1)]
            : Automation(trips[Math.Min(read++, trips.Length - 1)]));
    }

    private static Reply Automation(string? trippedAt) => Reply.Json(trippedAt is null
        ? """{"automation":{"id":"aut_runaway","circuitBreaker":null}}"""
        : """{"automation":{"id":"aut_runaway","circuitBreaker":{"trippedAt":"AT"}}}""".Replace("AT", trippedAt, StringComparison.Ordinal));
}
