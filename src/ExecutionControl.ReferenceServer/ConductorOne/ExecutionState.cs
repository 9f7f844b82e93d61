namespace ExecutionControl.Reference.ConductorOne;

/// <summary>The states of an automation execution, numbered for the database.</summary>
internal enum ExecutionState
{
    Unspecified = 0,
    Pending = 1,
    Creating = 2,
    GetStep = 3,
    ProcessStep = 4,
    CompleteStep = 5,
    Done = 6,
    Error = 7,
    Terminate = 8,
    Waiting = 9,
    PausedByCircuitBreaker = 10,
}
