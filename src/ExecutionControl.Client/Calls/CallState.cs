using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Calls;

/// <summary>What one call has been through so far.</summary>
internal sealed class CallState(TimeProvider timeProvider, CallTerms terms, CallTelemetry.Span span)
{
    private readonly long _startedAt = timeProvider.GetTimestamp();

    public CallTerms Terms => terms;

    public CallTelemetry.Span Span => span;

    /// <summary>The caller's own token, as exceptions give it back.</summary>
    public CancellationToken CallerToken { get; init; }

    public int Attempts { get; set; }

    /// <summary>Whether any attempt may have been processed. Never taken back: later refusals do not undo it.</summary>
    public bool HadUnclearAttempt { get; set; }

    public bool HasRenewedToken { get; set; }

    public Attempt? LastAttempt { get; set; }

    /// <summary>The token of the last attempt.</summary>
    public AccessToken? LastToken { get; set; }

    /// <summary>What is left until the deadline; <see langword="null"/> when there is none.</summary>
    public TimeSpan? Remaining => terms.Deadline - timeProvider.GetElapsedTime(_startedAt);

    /// <summary>The longest that the next attempt may take; <see langword="null"/> when there is no limit.</summary>
    public TimeSpan? AttemptTimeout => Remaining is { } remaining && !(remaining >= terms.AttemptTimeout) ? remaining : terms.AttemptTimeout;
}
