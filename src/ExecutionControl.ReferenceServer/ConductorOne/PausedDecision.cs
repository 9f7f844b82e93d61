namespace ExecutionControl.Reference.ConductorOne;

/// <summary>What becomes of paused executions, numbered as on the wire.</summary>
internal enum PausedDecision
{
    Unspecified = 0,
    Run = 1,
    Cancel = 2,
}
