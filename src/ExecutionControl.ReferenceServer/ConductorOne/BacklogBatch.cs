namespace ExecutionControl.Reference.ConductorOne;

/// <summary>What became of one batch of a backlog.</summary>
/// <param name="Resolved">Executions that were settled.</param>
/// <param name="Errored">Executions that could not be settled and stayed paused.</param>
/// <param name="LastId">How far the backlog has been worked through.</param>
/// <param name="IsLast">Whether nothing is left to be tried.</param>
internal sealed record BacklogBatch(long Resolved, long Errored, long LastId, bool IsLast)
{
    /// <summary>There was nothing left to do.</summary>
    public static BacklogBatch Empty(long lastId) => new(0, 0, lastId, IsLast: true);
}
