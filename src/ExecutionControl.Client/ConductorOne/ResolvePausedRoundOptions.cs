using ExecutionControl.Client.Calls;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>How resolving paused executions goes on over many rounds.</summary>
public sealed class ResolvePausedRoundOptions
{
    /// <summary>
    /// How long one request may take: ten thousand executions take the service minutes; at most 24 days, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>. Default 10 min.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long all rounds together may take; at most 24 days, <see langword="null"/>, the default, or <see cref="Timeout.InfiniteTimeSpan"/>
    /// for no limit.
    /// </summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>How many rounds are made at most. Default 10, at least 1, at most 1000.</summary>
    public int MaxRounds { get; set; } = 10;

    /// <summary>
    /// After how many rounds in a row that leave no fewer errored executions than the best round before, the rest is given up.
    /// Default 2, at least 1, at most 1000.
    /// </summary>
    public int MaxRoundsWithoutProgress { get; set; } = 2;

    /// <summary>The ceiling of the wait after the first round; it doubles with every round. Default 1 s, at most 24 days.</summary>
    public TimeSpan BaseRoundDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between rounds. Default 30 s, at most 24 days.</summary>
    public TimeSpan MaxRoundDelay { get; set; } = TimeSpan.FromSeconds(30);

    internal void Check(OptionMistakes mistakes)
    {
        const string Resolving = nameof(ConductorOneClientOptions.ResolvePaused);
        mistakes.RequireDurationOrNone($"{Resolving}.{nameof(AttemptTimeout)}", AttemptTimeout);
        mistakes.RequireDurationOrNone($"{Resolving}.{nameof(Deadline)}", Deadline);
        mistakes.RequireCount($"{Resolving}.{nameof(MaxRounds)}", MaxRounds);
        mistakes.RequireCount($"{Resolving}.{nameof(MaxRoundsWithoutProgress)}", MaxRoundsWithoutProgress);
        mistakes.RequireDuration($"{Resolving}.{nameof(BaseRoundDelay)}", BaseRoundDelay);
        mistakes.RequireDuration($"{Resolving}.{nameof(MaxRoundDelay)}", MaxRoundDelay);
    }

    /// <summary>A client reads its options once: what is set afterwards changes nothing.</summary>
    internal ResolvePausedRoundOptions Copy() => (ResolvePausedRoundOptions)MemberwiseClone();
}
