using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.ConductorOne.Models;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// Clears a circuit breaker. A runaway automation trips it again at once, and a blind repeat would then let the runaway go on:
/// so the trip is read before, and an unclear clear is repeated only while the very same trip is still there. Where the answer was lost, a
/// closed breaker shows that this call closed it only if it was tripped before, and shows nothing of what became of a decision: that, only
/// the executions show that were paused before.
/// </summary>
internal sealed class CircuitBreakerClearer(ServerConnection connection, ConductorOneRequests requests, ConductorOneReader reader, PausedBacklog backlog)
{
    public Task<ClearCircuitBreakerResult> ClearAsync(
        string automationId,
        PausedExecutionDecision? decision,
        string? reason,
        CallTerms terms,
        CancellationToken cancellationToken) => connection.Executor.Telemetry.RunAsync(
            ControlOperations.ClearCircuitBreaker,
            automationId,
            terms,
            span => ObserveAndClearAsync(span, automationId, decision, reason, terms, cancellationToken));

    private async Task<ClearCircuitBreakerResult> ObserveAndClearAsync(
        CallTelemetry.Span span,
        string automationId,
        PausedExecutionDecision? decision,
        string? reason,
        CallTerms terms,
        CancellationToken cancellationToken)
    {
        var body = ConductorOneRequests.ClearBody(decision, reason);
        var (before, paused) = await ObserveBeforeAsync(automationId, decision, terms, cancellationToken).ConfigureAwait(false);
        var completed = await connection.Executor.ExecuteAsync(
            new ControlCall<ClearCircuitBreakerResult>
            {
                Operation = ControlOperations.ClearCircuitBreaker.WithDecision(ConductorOneRequests.WordOf(decision)),
                Target = automationId,
                Terms = terms,
                Span = span,
                Request = () => requests.Clear(automationId, body),
                Read = answer =>
                {
                    answer.RequireObject();
                    var response = answer.GetObjectValue(Wire.ClearAutomationCircuitBreakerResponse.CreateFromDiscriminatorValue);
                    var bulkActionId = ConductorOneReader.BulkActionIdOf(response.BulkActionId);
                    var wasSo = before is { IsCircuitBreakerTripped: false } && decision is null && bulkActionId is null;
                    return Result(automationId, wasSo ? ControlOutcome.AlreadySo : ControlOutcome.Applied) with
                    {
                        BulkActionId = bulkActionId,
                        IsSettling = bulkActionId is not null,
                    };
                },
                MayRepeat = async (_, token) => IsSameTrip(before, await TryAsync(() => ReadAsync(automationId, terms, token)).ConfigureAwait(false)),
                Observe = async token =>
                {
                    var now = await ReadAsync(automationId, terms, token).ConfigureAwait(false);
                    var state = Describe(before, now);
                    if (now.IsCircuitBreakerTripped || before is null)
                    {
                        return new Observation<ClearCircuitBreakerResult>(state);
                    }

                    var closed = Result(automationId, before.IsCircuitBreakerTripped ? ControlOutcome.Applied : ControlOutcome.AlreadySo);
                    return decision is { } made
                        ? await ObserveDecisionAsync(closed, state, paused, made, terms, token).ConfigureAwait(false)
                        : new Observation<ClearCircuitBreakerResult>(state, ProvesApplied: true, closed);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value with
        {
            Decision = decision,
            AcceptedAt = completed.AnsweredAt ?? connection.TimeProvider.GetUtcNow(),
            Attempts = completed.Attempts,
            HadUnclearAttempt = completed.HadUnclearAttempt,
            RequestId = completed.RequestId,
        };
    }

    private static ClearCircuitBreakerResult Result(string automationId, ControlOutcome outcome) => new()
    {
        Service = ControlService.ConductorOne,
        Target = automationId,
        Outcome = outcome,
    };

    private static bool IsSameTrip(Automation? before, Automation? now) =>
        before?.CircuitBreaker?.TrippedAt is { } trippedAt && now?.CircuitBreaker?.TrippedAt == trippedAt;

    private static string Describe(Automation? before, Automation now) => now.CircuitBreaker switch
    {
        null => "the breaker is closed",
        _ when IsSameTrip(before, now) => "the breaker is still tripped as it was before",
        { TrippedAt: { } trippedAt } => $"the breaker is tripped since {trippedAt:O}",
        _ => "the breaker is tripped",
    };

    /// <summary>With the breaker closed: whether the executions that were paused before show the decision.</summary>
    private async Task<Observation<ClearCircuitBreakerResult>> ObserveDecisionAsync(
        ClearCircuitBreakerResult closed,
        string state,
        PausedBacklogView? paused,
        PausedExecutionDecision decision,
        CallTerms terms,
        CancellationToken cancellationToken)
    {
        switch (paused)
        {
            case null:
                return new Observation<ClearCircuitBreakerResult>($"{state}; what was paused could not be read before");
            case { Ids.Count: 0 }:
                return new Observation<ClearCircuitBreakerResult>($"{state}, and nothing was paused", ProvesApplied: true, closed);
            default:
                var progress = await backlog.WatchDecisionAsync(paused, decision, terms, cancellationToken).ConfigureAwait(false);
                return progress switch
                {
                    DecisionProgress.Done or DecisionProgress.Begun => new Observation<ClearCircuitBreakerResult>(
                        $"{state}, and what was paused is being settled",
                        ProvesApplied: true,
                        closed with { Outcome = ControlOutcome.Applied, IsSettling = progress == DecisionProgress.Begun || !paused.IsComplete }),
                    DecisionProgress.None => new Observation<ClearCircuitBreakerResult>($"{state}, but what was paused before is still paused"),
                    _ => new Observation<ClearCircuitBreakerResult>($"{state}, and what was paused before came to something else"),
                };
        }
    }

    /// <summary>The first looks are part of the call: whoever cancels one, cancels the clearing. What they cannot read keeps nobody from clearing.</summary>
    private async Task<(Automation? Automation, PausedBacklogView? Paused)> ObserveBeforeAsync(
        string automationId,
        PausedExecutionDecision? decision,
        CallTerms terms,
        CancellationToken cancellationToken)
    {
        try
        {
            var automation = await TryAsync(() => ReadAsync(automationId, terms, cancellationToken)).ConfigureAwait(false);
            var paused = automation is null || decision is null
                ? null
                : await TryAsync(() => reader.ObserveBacklogAsync(automationId, createdBefore: null, terms, cancellationToken, maxPages: 1))
                    .ConfigureAwait(false);
            return (automation, paused);
        }
        catch (ControlCallCanceledException exception)
        {
            throw new FailureReport(
                ControlOperations.ClearCircuitBreaker,
                automationId,
                attempts: 0,
                new AttemptFailure(FailureKind.Canceled, "the call was cancelled") { Cause = exception }).Canceled(hadUnclearAttempt: false, cancellationToken);
        }
    }

    /// <summary>
    /// Waits for what a clear leaves to be done: with a decision until the backlog is settled, which executions are none of that a breaker
    /// pauses that trips again; without one it looks whether the breaker stayed closed.
    /// </summary>
    public Task<WaitResult<CircuitBreakerState>> WaitAsync(
        ClearCircuitBreakerResult result,
        TimeSpan timeout,
        CallTerms terms,
        CancellationToken cancellationToken)
    {
        var id = RequestTemplate.RequireId(result.Target, nameof(result));
        if (result.Goal!.Kind != ControlGoalKind.PausedBacklog)
        {
            return connection.Watch(ControlOperations.ClearCircuitBreaker, ControlOperations.GetAutomation, terms, id).WaitAsync(
                async token => new CircuitBreakerState { IsTripped = (await ReadAsync(id, terms, token).ConfigureAwait(false)).IsCircuitBreakerTripped },
                state => result.Goal.Judge(state.IsTripped is true ? "tripped" : "closed"),
                unseen: new CircuitBreakerState(),
                timeout,
                cancellationToken);
        }

        var acceptedAt = result.AcceptedAt != default ? result.AcceptedAt : throw PausedBacklog.NoAcceptance(nameof(result));
        return connection.Watch(ControlOperations.ClearCircuitBreaker, ControlOperations.ListAutomationExecutions, terms, id).WaitAsync(
            async token => new CircuitBreakerState { Backlog = await backlog.ObserveAsync(id, acceptedAt, terms, token).ConfigureAwait(false) },
            static state => state.Backlog is { } seen ? PausedBacklog.Judge(seen) : WaitOutcome.StillInFlight,
            unseen: new CircuitBreakerState { Backlog = PausedBacklog.Unseen },
            timeout,
            cancellationToken);
    }

    private Task<Automation> ReadAsync(string automationId, CallTerms terms, CancellationToken cancellationToken) =>
        reader.ObserveAutomationAsync(automationId, terms, cancellationToken);

    private static async Task<T?> TryAsync<T>(Func<Task<T>> look)
        where T : class
    {
        try
        {
            return await look().ConfigureAwait(false);
        }
        catch (ControlCallException)
        {
            return null;
        }
    }
}
