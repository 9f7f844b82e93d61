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

/// <summary>The states as the wire names them.</summary>
internal static class ExecutionStateName
{
    private static readonly string[] Names =
    [
        "AUTOMATION_EXECUTION_STATE_UNSPECIFIED",
        "AUTOMATION_EXECUTION_STATE_PENDING",
        "AUTOMATION_EXECUTION_STATE_CREATING",
        "AUTOMATION_EXECUTION_STATE_GET_STEP",
        "AUTOMATION_EXECUTION_STATE_PROCESS_STEP",
        "AUTOMATION_EXECUTION_STATE_COMPLETE_STEP",
        "AUTOMATION_EXECUTION_STATE_DONE",
        "AUTOMATION_EXECUTION_STATE_ERROR",
        "AUTOMATION_EXECUTION_STATE_TERMINATE",
        "AUTOMATION_EXECUTION_STATE_WAITING",
        "AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER",
    ];

    /// <summary>All names, each at the number of its state.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string ToName(this ExecutionState state) => Names[(int)state];

    public static bool IsFinal(this ExecutionState state) =>
        state is ExecutionState.Done or ExecutionState.Error or ExecutionState.Terminate;
}
