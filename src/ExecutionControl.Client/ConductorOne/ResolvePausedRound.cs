namespace ExecutionControl.Client.ConductorOne;

/// <summary>One request of a resolve that the service answered.</summary>
public sealed record ResolvePausedRound
{
    /// <summary>The round, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>How many executions it settled.</summary>
    public required long ResolvedCount { get; init; }

    /// <summary>How many it could not settle; they stay paused.</summary>
    public required long ErroredCount { get; init; }
}
