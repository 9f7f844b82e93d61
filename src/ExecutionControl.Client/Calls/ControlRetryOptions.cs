using ExecutionControl.Client.Calls;

namespace ExecutionControl.Client;

/// <summary>
/// How often and how long a call is tried. Whether it may be sent again at all after an unclear failure is fixed for each
/// operation and is no option.
/// </summary>
public sealed class ControlRetryOptions
{
    /// <summary>How many attempts are made at most, the first included. Default 4, at least 1, at most 1000.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>
    /// The ceiling of the first wait; the ceiling doubles with every attempt, and each wait is drawn evenly from zero to it. Default 1 s, at
    /// most 24 days.
    /// </summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The highest ceiling of a wait. A Retry-After is never cut to it. Default 30 s, at most 24 days.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long one attempt may take, from asking for a token to reading the answer; at most 24 days, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>. Default 30 s. Resolving has a limit of its own.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a call may take with all its attempts and waits; at most 24 days, <see langword="null"/> or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit. Default 2 min. Does not bound resolving.
    /// </summary>
    public TimeSpan? Deadline { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a connection may take to be made; at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a look at a target may take, when the answers have not shown what became of a call; at most 24 days, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>. Default 10 s.
    /// </summary>
    public TimeSpan ObservationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    internal void Check(OptionMistakes mistakes)
    {
        const string Retry = "Retry";
        mistakes.RequireCount($"{Retry}.{nameof(MaxAttempts)}", MaxAttempts);
        mistakes.RequireDuration($"{Retry}.{nameof(BaseDelay)}", BaseDelay);
        mistakes.RequireDuration($"{Retry}.{nameof(MaxDelay)}", MaxDelay);
        mistakes.RequireDurationOrNone($"{Retry}.{nameof(AttemptTimeout)}", AttemptTimeout);
        mistakes.RequireDurationOrNone($"{Retry}.{nameof(Deadline)}", Deadline);
        mistakes.RequireDurationOrNone($"{Retry}.{nameof(ConnectTimeout)}", ConnectTimeout);
        mistakes.RequireDurationOrNone($"{Retry}.{nameof(ObservationTimeout)}", ObservationTimeout);
    }

    /// <summary>A client reads its options once: what is set afterwards changes nothing.</summary>
    internal ControlRetryOptions Copy() => (ControlRetryOptions)MemberwiseClone();
}
