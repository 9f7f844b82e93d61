namespace ExecutionControl.Client;

/// <summary>What a wait looks at.</summary>
public enum ControlGoalKind
{
    /// <summary>The target's own state or status, in the service's words.</summary>
    TargetState,

    /// <summary>The automation's circuit breaker: <c>closed</c> or <c>tripped</c>.</summary>
    CircuitBreaker,

    /// <summary>Whether the automation takes new events: <c>enabled</c> or <c>disabled</c>.</summary>
    AutomationEnabled,

    /// <summary>
    /// The automation's paused executions: none is left that was created before the service accepted. It has no states, and needs the
    /// time of the acceptance.
    /// </summary>
    PausedBacklog,
}
