using ExecutionControl.Client.Diagnostics;
using ExecutionControl.Client.Generated.ConductorOne;
using ExecutionControl.Client.Http;
using ExecutionControl.Client.Resilience;
using Microsoft.Kiota.Abstractions;
using Wire = ExecutionControl.Client.Generated.ConductorOne.Models;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// Clears a circuit breaker. A runaway automation trips it again at once, and a blind repeat would then let the runaway go on:
/// so the trip is read before, and an unclear clear is repeated only while the very same trip is still there.
/// </summary>
internal sealed class CircuitBreakerClearer(ServerConnection connection, ConductorOneApiClient api, ConductorOneReader reader)
{
    public Task<ClearCircuitBreakerResult> ClearAsync(
        string automationId,
        PausedExecutionDecision? decision,
        string? reason,
        CancellationToken cancellationToken) => WholeCall.CountAsync(
            connection.Logger,
            ConductorOneOperations.ClearCircuitBreaker,
            automationId,
            () => LookAndClearAsync(automationId, decision, reason, cancellationToken));

    private async Task<ClearCircuitBreakerResult> LookAndClearAsync(
        string automationId,
        PausedExecutionDecision? decision,
        string? reason,
        CancellationToken cancellationToken)
    {
        var before = await ReadBeforeAsync(automationId, cancellationToken).ConfigureAwait(false);
        var body = new Wire.ClearAutomationCircuitBreakerRequestInput { Decision = decision?.ToGenerated(), Reason = reason };
        var completed = await connection.Executor.ExecuteAsync(
            new ControlCall<string?>
            {
                Operation = ConductorOneOperations.ClearCircuitBreaker,
                Target = automationId,
                CountedAs = CountedAs.Nothing,
                Send = async (attempt, token) =>
                {
                    var response = await api.Api.V1.Automations[automationId].Circuit_breaker.Clear
                        .PostAsync(body, attempt.Configure<DefaultQueryParameters>(), token).ConfigureAwait(false);
                    attempt.RequireObject();
                    return (response ?? throw new UnreadableAnswerException("the answer was empty")).BulkActionId;
                },
                MayRepeat = async (_, token) => IsSameTrip(before, await TryReadAsync(automationId, token).ConfigureAwait(false)),
                Look = async token =>
                {
                    var now = await reader.GetAutomationAsync(automationId, connection.LookLimits, token).ConfigureAwait(false);
                    return new Sighting<string?>(Describe(before, now), !now.IsCircuitBreakerTripped);
                },
            },
            cancellationToken).ConfigureAwait(false);
        var bulkActionId = string.IsNullOrEmpty(completed.Value) ? null : completed.Value;
        var wasClosed = before is { IsCircuitBreakerTripped: false } && bulkActionId is null && !completed.HadUnclearAttempt && decision is null;
        return new ClearCircuitBreakerResult
        {
            Service = ControlService.ConductorOne,
            Target = automationId,
            Outcome = wasClosed ? ControlOutcome.AlreadySo : ControlOutcome.Applied,
            BulkActionId = bulkActionId,
            AcceptedAt = completed.AnsweredAt ?? connection.TimeProvider.GetUtcNow(),
            IsSettling = bulkActionId is not null,
            Attempts = completed.Attempts,
            HadUnclearAttempt = completed.HadUnclearAttempt,
            RequestId = completed.RequestId,
        };
    }

    private static bool IsSameTrip(Automation? before, Automation? now) =>
        before?.CircuitBreaker?.TrippedAt is { } trippedAt && now?.CircuitBreaker?.TrippedAt == trippedAt;

    private static string Describe(Automation? before, Automation now) => now.CircuitBreaker switch
    {
        null => "the breaker is closed",
        _ when IsSameTrip(before, now) => "the breaker is still tripped as it was before",
        { TrippedAt: { } trippedAt } => $"the breaker is tripped since {trippedAt:O}",
        _ => "the breaker is tripped",
    };

    /// <summary>The first look is part of the call: who gives up then, gives up clearing.</summary>
    private async Task<Automation?> ReadBeforeAsync(string automationId, CancellationToken cancellationToken)
    {
        try
        {
            return await TryReadAsync(automationId, cancellationToken).ConfigureAwait(false);
        }
        catch (ControlCallCanceledException exception)
        {
            throw new FailureReport(
                ConductorOneOperations.ClearCircuitBreaker,
                automationId,
                attempts: 0,
                new AttemptFailure(FailureKind.Canceled, "the call was cancelled") { Cause = exception }).Canceled(isTainted: false, cancellationToken);
        }
    }

    /// <summary>What cannot be read does not keep anybody from clearing; it only forbids a repeat.</summary>
    private async Task<Automation?> TryReadAsync(string automationId, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetAutomationAsync(automationId, connection.LookLimits, cancellationToken).ConfigureAwait(false);
        }
        catch (ControlCallException)
        {
            return null;
        }
    }
}
