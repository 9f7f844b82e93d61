using System.Globalization;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.ConductorOne;

/// <summary>A closed breaker shows nothing of what became of the decision that went with a clear.</summary>
public sealed class ClearWithDecisionTests
{
    private const string Id = "aut_runaway";
    private readonly TurnedClock _clock = new();

    /// <summary>Whether the breaker was tripped before, what was paused then, what that is afterwards, the decision, and how it has to end.</summary>
    public static TheoryData<bool, int, string, PausedExecutionDecision, ControlOutcome> Scenes => new()
    {
        // Turned away before the work, on a closed breaker.
        { false, 100, "PAUSED_BY_CIRCUIT_BREAKER", PausedExecutionDecision.Cancel, ControlOutcome.Unknown },
        { false, 100, "PAUSED_BY_CIRCUIT_BREAKER", PausedExecutionDecision.Run, ControlOutcome.Unknown },
        { false, 0, "", PausedExecutionDecision.Cancel, ControlOutcome.AlreadySo },

        // Lost after the work.
        { false, 100, "TERMINATE", PausedExecutionDecision.Cancel, ControlOutcome.Applied },
        { false, 3, "PENDING", PausedExecutionDecision.Run, ControlOutcome.Applied },
        { true, 100, "TERMINATE", PausedExecutionDecision.Cancel, ControlOutcome.Applied },
        { true, 3, "DONE", PausedExecutionDecision.Run, ControlOutcome.Applied },
        { true, 0, "", PausedExecutionDecision.Run, ControlOutcome.Applied },

        // Somebody else closed the breaker, or decided otherwise.
        { true, 100, "PAUSED_BY_CIRCUIT_BREAKER", PausedExecutionDecision.Cancel, ControlOutcome.Unknown },
        { true, 3, "PENDING", PausedExecutionDecision.Cancel, ControlOutcome.Unknown },
        { true, 3, "TERMINATE", PausedExecutionDecision.Run, ControlOutcome.Unknown },
    };

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task ClearCircuitBreakerAsync_AnswerIsLost_IsAppliedOnlyOnEvidenceOfTheDecision(
        bool wasTripped,
        int paused,
        string state,
        PausedExecutionDecision decision,
        ControlOutcome outcome)
    {
        await using var server = Server(wasTripped, Reply.Json("{}", 503), paused, _ => state);
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var call = client.ClearCircuitBreakerAsync(Id, decision);

        if (outcome == ControlOutcome.Unknown)
        {
            var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => call);
            Assert.False(exception.SafeToRepeat);
            Assert.Contains("resolve-paused", exception.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal((outcome, true), ((await call).Outcome, (await call).HadUnclearAttempt));
        }

        Assert.Single(server.Requests, IsClear);
    }

    [Fact]
    public async Task ClearCircuitBreakerAsync_DecisionTakesItsTime_IsAppliedAndSettling()
    {
        var looks = 0;
        await using var server = Server(wasTripped: false, Reply.Close, 100, _ => looks++ < 7 ? "PAUSED_BY_CIRCUIT_BREAKER" : "TERMINATE");
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ClearCircuitBreakerAsync(Id, PausedExecutionDecision.Cancel);

        Assert.Equal((ControlOutcome.Applied, true), (result.Outcome, result.IsSettling));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("1 2 3", false)]
    public async Task ClearCircuitBreakerAsync_SomeOfASmallBacklogAreSettled_IsSettlingUntilAllAre(string settled, bool isSettling)
    {
        await using var server = Server(wasTripped: true, Reply.Close, 3, id => settled.Contains(id, StringComparison.Ordinal) ? "TERMINATE" : "PAUSED_BY_CIRCUIT_BREAKER");
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ClearCircuitBreakerAsync(Id, PausedExecutionDecision.Cancel);

        Assert.Equal((ControlOutcome.Applied, isSettling), (result.Outcome, result.IsSettling));
    }

    [Fact]
    public async Task ClearCircuitBreakerAsync_BacklogCannotBeRead_IsUnknown()
    {
        await using var server = new ScriptedServer(request => request switch
        {
            _ when IsClear(request) => Reply.Close,
            { Method: "POST" } => Reply.Json("{}", 403),
            _ => Reply.Json("""{"automation":{"id":"aut_runaway","circuitBreaker":null}}"""),
        });
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ClearCircuitBreakerAsync(Id, PausedExecutionDecision.Cancel));
    }

    [Fact]
    public async Task ClearCircuitBreakerAsync_WithoutADecisionOnAClosedBreaker_IsAlreadySo()
    {
        await using var server = Server(wasTripped: false, Reply.Json("{}", 503), 100, _ => "PAUSED_BY_CIRCUIT_BREAKER");
        using var client = TestClients.ConductorOne(server.Url, _clock);

        Assert.Equal(ControlOutcome.AlreadySo, (await client.ClearCircuitBreakerAsync(Id)).Outcome);
    }

    private static bool IsClear(ScriptedRequest request) => request.Path.EndsWith("/circuit_breaker/clear", StringComparison.Ordinal);

    private static ScriptedServer Server(bool wasTripped, Reply clear, int paused, Func<string, string> stateOf)
    {
        var isCleared = false;
        return new ScriptedServer(request =>
        {
            if (IsClear(request))
            {
                isCleared = true;
                return clear;
            }

            if (request.Path.EndsWith("/all_automation_executions", StringComparison.Ordinal))
            {
                var rows = Enumerable.Range(1, paused).Select(id => $$$"""{"automationExecution":{"id":"{{{id.ToString(CultureInfo.InvariantCulture)}}}","state":"AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER"} }""");
                return Reply.Json($$"""{"list":[{{string.Join(',', rows)}}],"nextPageToken":"{{(paused == 100 ? "more" : string.Empty)}}"}""");
            }

            var id = request.Path.Split('/')[^1];
            return Reply.Json(request.Path.Contains("/automation_executions/", StringComparison.Ordinal)
                ? $$$"""{"automationExecution":{"id":"{{{id}}}","state":"AUTOMATION_EXECUTION_STATE_{{{stateOf(id)}}}"} }"""
                : wasTripped && !isCleared
                    ? """{"automation":{"id":"aut_runaway","circuitBreaker":{"trippedAt":"2026-03-01T11:00:00Z"}}}"""
                    : """{"automation":{"id":"aut_runaway","circuitBreaker":null}}""");
        });
    }
}
