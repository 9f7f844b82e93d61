using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>A row of the history: who did what to which target, when, where, why, and what it came to.</summary>
public sealed record HistoryRow
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The row's place in the run's chain, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>What the row tells of.</summary>
    public required HistoryEvent Event { get; init; }

    /// <summary>When it was written, by the clock of the machine that wrote it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required string User { get; init; }

    /// <summary>From which machine.</summary>
    public required string Host { get; init; }

    /// <summary>What the run is for, such as the command; <see langword="null"/> where nobody said.</summary>
    public string? Title { get; init; }

    /// <summary>Why; <see langword="null"/> where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>The target's place in the plan; <see langword="null"/> in a row about the run as a whole.</summary>
    public long? Ordinal { get; init; }

    /// <summary>The operation's id; <see langword="null"/> in a row about the run as a whole.</summary>
    public string? Operation { get; init; }

    /// <summary>The target's id; <see langword="null"/> in a row about the run as a whole.</summary>
    public string? Target { get; init; }

    /// <summary>As whom and where; <see langword="null"/> in a row about the run as a whole.</summary>
    public RunAccount? Account { get; init; }

    /// <summary>When the call was begun.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What it came to; <see langword="null"/> in a row about the run as a whole.</summary>
    public TargetResult? Result { get; init; }

    /// <summary>
    /// Whether this is an intent that has come to nothing yet: its call is under way, or its process has ended, and the target may have been changed.
    /// </summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether and how it can be undone; <see langword="null"/> where nothing was changed.</summary>
    public ControlUndo? Undo { get; init; }

    /// <summary>The row's hash, over the hash before it and all that the row says: 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>What was written, as it was hashed: one JSON object.</summary>
    public required string Content { get; init; }
}

/// <summary>What a row of the history tells of.</summary>
public enum HistoryEvent
{
    /// <summary>A run was made.</summary>
    RunCreated,

    /// <summary>A process began to work on a run, or to go on with it.</summary>
    WorkBegan,

    /// <summary>
    /// A target is about to be acted on. Of a command every target has such a row; of a run those whose operation is not safe to repeat.
    /// </summary>
    TargetIntended,

    /// <summary>An intent was taken back, as nothing was sent for it.</summary>
    TargetWithdrawn,

    /// <summary>A target has come to an outcome.</summary>
    TargetSettled,

    /// <summary>Targets that were not applied or unknown are done again: what their outcomes were stands in the rows before.</summary>
    TargetsReopened,

    /// <summary>The first targets were as was wanted, and it was to go on.</summary>
    CanaryPassed,
}

/// <summary>What a look for changed, removed and inserted rows has found.</summary>
public sealed record JournalVerification
{
    /// <summary>Whether nothing was found.</summary>
    public bool IsIntact => Findings.Count == 0;

    /// <summary>How many runs were looked at.</summary>
    public required long Runs { get; init; }

    /// <summary>How many rows of the history were looked at.</summary>
    public required long Rows { get; init; }

    /// <summary>What was found, one sentence each; at most 100.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>
    /// The heads of the chains as they are now. Kept elsewhere, they show even a journal that was written anew from the first row to the last.
    /// </summary>
    public required IReadOnlyList<ChainHead> Heads { get; init; }

    /// <exception cref="RunDamagedException">Something was found.</exception>
    internal void Require(string runId, string location)
    {
        if (!IsIntact)
        {
            throw new RunDamagedException(
                runId,
                $"Run {runId} in the journal {location} is not as it was written: {Findings[0].TrimEnd('.')}"
                + $"{(Findings.Count > 1 ? $", and {Findings.Count - 1} more" : string.Empty)}.");
        }
    }
}
