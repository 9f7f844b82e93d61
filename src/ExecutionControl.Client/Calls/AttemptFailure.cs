using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Calls;

/// <summary>One attempt that did not succeed.</summary>
/// <param name="Kind">What it says about the target.</param>
/// <param name="Summary">What happened, to be put after a colon.</param>
internal sealed record AttemptFailure(FailureKind Kind, string Summary)
{
    public RefusalReason Reason { get; init; } = RefusalReason.Other;

    public ServiceAnswer? Answer { get; init; }

    public Exception? Cause { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the service itself rejected the token, so that a new one may help.</summary>
    public bool IsTokenRejected { get; init; }

    /// <summary>Whether the request had begun to be written when the call was cancelled.</summary>
    public bool WasSent { get; init; }
}
