using System.Globalization;
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

    /// <summary>What it is called where failures are counted; <see langword="null"/> where the caller cancelled: that is no error.</summary>
    public string? ErrorType => this switch
    {
        { Kind: FailureKind.Canceled } => null,
        { Answer.Status: (< 200 or >= 300) and var status } => status.ToString(CultureInfo.InvariantCulture),
        { Kind: FailureKind.Refused } => Http.ErrorType.Word(Reason),
        { Cause: { } cause } => Http.ErrorType.Of(cause),
        _ => Http.ErrorType.Word(Kind),
    };

    /// <summary>Whether the request had begun to be written when the call was cancelled.</summary>
    public bool WasSent { get; init; }
}
