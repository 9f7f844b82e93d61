namespace ExecutionControl.Client.ConductorOne;

/// <summary>Why a circuit breaker is tripped.</summary>
public sealed record CircuitBreakerTrip
{
    /// <summary>How many executions were seen in the period.</summary>
    public long ObservedCount { get; init; }

    /// <summary>How many would have been allowed.</summary>
    public long Threshold { get; init; }

    /// <summary>The period as the service writes it, such as <c>CIRCUIT_BREAKER_PERIOD_HOUR</c>.</summary>
    public string? Period { get; init; }

    /// <summary>When the breaker tripped.</summary>
    public DateTimeOffset? TrippedAt { get; init; }
}
