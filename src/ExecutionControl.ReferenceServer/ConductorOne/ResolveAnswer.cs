namespace ExecutionControl.Reference;

/// <summary>Which of ConductorOne's two published answers <c>resolve_paused</c> gives.</summary>
public enum ResolveAnswer
{
    /// <summary>The older one: the backlog is settled inside the request and the answer counts what became of it.</summary>
    Counts,

    /// <summary>
    /// The newer one: a non-empty <c>bulkActionId</c> with both counts zero, while the backlog is settled in the background. Where
    /// nothing is paused the id is empty, as there is no work to name.
    /// </summary>
    BulkAction,
}
