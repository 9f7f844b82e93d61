namespace ExecutionControl.Runs;

/// <summary>A target that a command has acted on.</summary>
/// <param name="Planned">What was done to which target.</param>
/// <param name="Result">What became of it.</param>
/// <param name="StartedAt">When it was begun.</param>
public sealed record SettledTarget(PlannedTarget Planned, TargetResult Result, DateTimeOffset StartedAt)
{
    /// <summary>What a journal is told of such targets at once.</summary>
    internal static (IReadOnlyList<PlannedTarget> Targets, IReadOnlyList<TargetNote> Notes) Split(IReadOnlyList<SettledTarget> targets) =>
    (
        [.. targets.Select(static target => target.Planned)],
        [.. targets.Select(static (target, index) => new TargetNote(index + 1, target.StartedAt, target.Result))]);

    /// <summary>The target of a command that was begun and has not come to its outcome.</summary>
    internal static RunTarget Begun(string runId, IReadOnlyList<PlannedTarget> planned, TargetNote note) => new()
    {
        RunId = runId,
        Ordinal = note.Ordinal,
        Planned = planned[(int)note.Ordinal - 1],
        Status = RunTargetStatus.Intended,
        Intents = 1,
        IntendedAt = note.StartedAt,
    };
}
