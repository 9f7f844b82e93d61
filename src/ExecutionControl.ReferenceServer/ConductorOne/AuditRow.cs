namespace ExecutionControl.Reference;

/// <summary>What ConductorOne's audit log keeps of one settling of a paused backlog.</summary>
/// <param name="Event"><c>paused_run</c> or <c>paused_cancelled</c>.</param>
/// <param name="AutomationId">The automation.</param>
/// <param name="Actor">The client id that the access token was issued to.</param>
/// <param name="Reason">The reason that was given; empty when there was none.</param>
/// <param name="ResolvedCount">How many executions were settled.</param>
/// <param name="ErroredCount">How many could not be, and stayed paused.</param>
/// <param name="FailedExecutionIds">Which these were, in ascending order.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended; null while it goes on, or when the server was stopped in its middle.</param>
public sealed record AuditRow(
    string Event, string AutomationId, string Actor, string Reason, long ResolvedCount, long ErroredCount,
    IReadOnlyList<long> FailedExecutionIds, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);
