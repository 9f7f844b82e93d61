namespace ExecutionControl.Reference;

/// <summary>A ConductorOne automation execution at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AutomationId">The automation that it is of.</param>
/// <param name="State">Its state as the wire names it, such as <c>AUTOMATION_EXECUTION_STATE_TERMINATE</c>.</param>
public sealed record AutomationExecutionSnapshot(long Id, string AutomationId, string State);
