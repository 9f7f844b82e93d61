namespace ExecutionControl.Reference.ConductorOne;

/// <summary>What a search looks for; an empty list lets everything through.</summary>
internal sealed record ExecutionFilter(
    IReadOnlyList<string> AutomationIds, IReadOnlyList<ExecutionState> States, IReadOnlyList<string> AppIds, IReadOnlyList<string> SubjectUserIds)
{
    /// <summary>The one execution to look for; null for all.</summary>
    public long? ExecutionId { get; init; }

    /// <summary>The only executions to look among; empty for all.</summary>
    public IReadOnlyList<long> References { get; init; } = [];

    /// <summary>What an execution's id, its automation's id or its automation's name has to have in it; empty for no such demand.</summary>
    public string Query { get; init; } = "";
}
