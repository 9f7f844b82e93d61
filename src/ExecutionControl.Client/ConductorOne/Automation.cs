namespace ExecutionControl.Client.ConductorOne;

/// <summary>A ConductorOne automation.</summary>
public sealed record Automation
{
    /// <summary>The automation's id.</summary>
    public required string Id { get; init; }

    /// <summary>The name that people see.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether events start executions of it.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Whether it is a draft.</summary>
    public bool IsDraft { get; init; }

    /// <summary>The app that it belongs to.</summary>
    public string? AppId { get; init; }

    /// <summary>How many executions in one period trip its breaker; 0 when the breaker is off.</summary>
    public long CircuitBreakerMax { get; init; }

    /// <summary>The period as the service writes it, such as <c>CIRCUIT_BREAKER_PERIOD_HOUR</c>.</summary>
    public string? CircuitBreakerPeriod { get; init; }

    /// <summary>Why its breaker is tripped; <see langword="null"/> while it is closed.</summary>
    public CircuitBreakerTrip? CircuitBreaker { get; init; }

    /// <summary>Whether its breaker is tripped, so that new events create paused executions.</summary>
    public bool IsCircuitBreakerTripped => CircuitBreaker is not null;

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was executed last.</summary>
    public DateTimeOffset? LastExecutedAt { get; init; }
}
