using ExecutionControl.Client.Calls;

namespace ExecutionControl.Client;

/// <summary>
/// What one call goes by in place of the client's options. For a list it holds for each page, for a wait for each look. Out of its bounds,
/// it is refused before anything is sent.
/// </summary>
public sealed class CallOptions
{
    private const int MaxCorrelationIdLength = 128;

    /// <summary>
    /// How long the call may take with all its attempts and waits, for resolving with all its rounds; longer than zero and at most 24 days, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit. <see langword="null"/>, the default, for what the client's options say.
    /// </summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>
    /// How many attempts are made at most, the first included, for resolving in each round; at least 1, at most 1000.
    /// <see langword="null"/>, the default, for what the client's options say; a look makes one.
    /// </summary>
    public int? MaxAttempts { get; init; }

    /// <summary>
    /// An id of the application's that is sent in the header <c>X-Correlation-ID</c> of every request of the call, and stands in its spans
    /// (<c>execution_control.correlation_id</c>) and in the scope of its log messages (<c>CorrelationId</c>). No service is known to keep it.
    /// At most 128 visible ASCII characters; no secret. <see langword="null"/>, the default, for none.
    /// </summary>
    public string? CorrelationId { get; init; }

    /// <summary>
    /// Whether the call ends as soon as the service turns an attempt away for its rate (429), instead of waiting and trying again: for callers that
    /// make many calls, and slow all of them down together. What ended it says <see cref="ControlCallDetails.StatusCode"/> 429 and
    /// <see cref="IControlCallFailure.RetryAfter"/>. Default <see langword="false"/>.
    /// </summary>
    public bool EndsWhenRateLimited { get; init; }

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    internal void Check()
    {
        if (MaxAttempts is { } attempts)
        {
            OptionValue.RequireCount(attempts, nameof(MaxAttempts));
        }

        OptionValue.RequireDurationOrNone(Deadline, nameof(Deadline));
        if (CorrelationId is { } id)
        {
            OptionValue.RequireVisible(id, MaxCorrelationIdLength, nameof(CorrelationId));
        }
    }
}
