namespace ExecutionControl.Client.ConductorOne;

/// <summary>One request of a resolve that the service answered.</summary>
/// <param name="Number">The round, from 1.</param>
/// <param name="ResolvedCount">How many executions it settled.</param>
/// <param name="ErroredCount">How many it could not settle; they stay paused.</param>
public sealed record ResolvePausedRound(int Number, long ResolvedCount, long ErroredCount);
