namespace ExecutionControl.Reference.ConductorOne;

/// <summary>What a search looks for; an empty list lets everything through.</summary>
internal sealed record ExecutionFilter(
    IReadOnlyList<string> AutomationIds, IReadOnlyList<ExecutionState> States, IReadOnlyList<string> AppIds, IReadOnlyList<string> SubjectUserIds)
{
    /// <summary>The one execution to look for; null for all.</summary>
    public long? ExecutionId { get; init; }
}
