namespace ExecutionControl.Client.ConductorOne;

/// <summary>How many executions a look at a backlog found paused.</summary>
public sealed record PausedBacklogState
{
    /// <summary>How many that the background work has yet to settle.</summary>
    public required long PausedCount { get; init; }

    /// <summary>Whether there may be more than the look went through; none and more, where nobody could look.</summary>
    public required bool IsLowerBound { get; init; }
}
