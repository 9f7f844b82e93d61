namespace ExecutionControl.Runs;

/// <summary>A command that is under way, as the journal has it: a run of its targets, which nobody else works on.</summary>
public interface ICommandWork
{
    /// <summary>The run's id.</summary>
    string RunId { get; }

    /// <summary>Writes down how far targets are, all at once.</summary>
    /// <param name="notes">The notes; of a target one about its beginning at most, and one about its end.</param>
    /// <param name="cancellationToken">Cancels the writing, where it has not begun.</param>
    /// <returns>A task that is done when they are durable.</returns>
    Task NoteAsync(IReadOnlyList<TargetNote> notes, CancellationToken cancellationToken = default);
}

/// <summary>How far a target of a command is.</summary>
/// <param name="Ordinal">The target's place in the command, from 1.</param>
/// <param name="StartedAt">When its call was begun; <see langword="null"/> where it never was.</param>
/// <param name="Result">What became of it; <see langword="null"/> where it is about to be acted on.</param>
public sealed record TargetNote(long Ordinal, DateTimeOffset? StartedAt, TargetResult? Result = null)
{
    /// <summary>The target, begun, without what it came to.</summary>
    internal RunTarget Begun(string runId, IReadOnlyList<PlannedTarget> planned) => new()
    {
        RunId = runId,
        Ordinal = Ordinal,
        Planned = planned[(int)Ordinal - 1],
        Status = RunTargetStatus.Intended,
        Intents = 1,
        IntendedAt = StartedAt,
    };
}
