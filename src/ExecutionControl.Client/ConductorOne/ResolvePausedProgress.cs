namespace ExecutionControl.Client.ConductorOne;

/// <summary>Where a resolve stands after a round.</summary>
public sealed record ResolvePausedProgress
{
    /// <summary>The round that has ended, from 1.</summary>
    public required int Round { get; init; }

    /// <summary>How many executions all rounds so far settled; <see langword="null"/> when the service works in the background and does not say.</summary>
    public required long? ResolvedCount { get; init; }

    /// <summary>How many executions the round could not settle; they stay paused.</summary>
    public required long ErroredCount { get; init; }

    /// <summary>How many are still to be settled, as far as the service's answer shows; <see langword="null"/> when it does not.</summary>
    public long? RemainingCount { get; init; }

    /// <summary>How long until the next round; <see langword="null"/> when there will be none.</summary>
    public TimeSpan? NextRoundIn { get; init; }

    /// <summary>Whether more may have been settled than <see cref="ResolvedCount"/>, because an answer was lost.</summary>
    public bool IsLowerBound { get; init; }
}
