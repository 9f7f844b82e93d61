namespace ExecutionControl.Reference.ConductorOne;

/// <summary>The paused executions of one automation that are being settled.</summary>
/// <param name="AutomationId">The automation.</param>
/// <param name="Decision">What becomes of them.</param>
/// <param name="AuditRowId">The audit row that counts them.</param>
/// <param name="LastId">The greatest id among them: what is paused later does not belong to it.</param>
internal sealed record Backlog(string AutomationId, PausedDecision Decision, long AuditRowId, long LastId);
