namespace ExecutionControl.Runs;

/// <summary>A target that a command has acted on.</summary>
/// <param name="Planned">What was done to which target.</param>
/// <param name="Result">What became of it.</param>
/// <param name="StartedAt">When it was begun.</param>
public sealed record SettledTarget(PlannedTarget Planned, TargetResult Result, DateTimeOffset StartedAt);
