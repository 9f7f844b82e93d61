namespace ExecutionControl.Client.ConductorOne;

/// <summary>The paused executions that one look showed.</summary>
/// <param name="Ids">Their ids.</param>
/// <param name="IsComplete">Whether there were no more than the look went through.</param>
internal sealed record PausedBacklogView(IReadOnlySet<string> Ids, bool IsComplete);
