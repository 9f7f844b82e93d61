namespace ExecutionControl.Runs;

/// <summary>A target that a command has acted on.</summary>
/// <param name="Planned">What was done to which target.</param>
/// <param name="Result">What became of it.</param>
/// <param name="StartedAt">When it was begun.</param>
public sealed record SettledTarget(PlannedTarget Planned, TargetResult Result, DateTimeOffset StartedAt)
{
    /// <summary>The target of a run that was begun and has not come to its outcome.</summary>
    internal static RunTarget Begun(string runId, long ordinal, PlannedTarget planned, DateTimeOffset startedAt) => new()
    {
        RunId = runId,
        Ordinal = ordinal,
        Planned = planned,
        Status = RunTargetStatus.Intended,
        Intents = 1,
        IntendedAt = startedAt,
    };
}
