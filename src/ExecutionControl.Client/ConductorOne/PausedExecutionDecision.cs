namespace ExecutionControl.Client.ConductorOne;

/// <summary>What becomes of the executions that a circuit breaker paused.</summary>
public enum PausedExecutionDecision
{
    /// <summary>They go back to PENDING and run.</summary>
    Run,

    /// <summary>They are terminated; this cannot be undone.</summary>
    Cancel,
}
