namespace ExecutionControl.Client.ConductorOne;

/// <summary>What a look after a circuit breaker was cleared showed.</summary>
public sealed record CircuitBreakerState
{
    /// <summary>
    /// Whether the breaker is tripped; <see langword="null"/> where nobody could look, and where paused executions were decided about: the wait
    /// looks at <see cref="Backlog"/> then.
    /// </summary>
    public bool? IsTripped { get; init; }

    /// <summary>What the decision has yet to settle; <see langword="null"/> where nothing was decided.</summary>
    public PausedBacklogState? Backlog { get; init; }
}
