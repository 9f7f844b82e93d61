namespace ExecutionControl.Client.ConductorOne;

/// <summary>How many executions a look at a backlog found paused.</summary>
/// <param name="PausedCount">How many that the background work has yet to settle.</param>
/// <param name="IsLowerBound">Whether there may be more than the look went through; none and more, where nobody could look.</param>
public readonly record struct PausedBacklogState(long PausedCount, bool IsLowerBound);
