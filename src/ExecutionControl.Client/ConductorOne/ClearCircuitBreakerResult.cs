namespace ExecutionControl.Client.ConductorOne;

/// <summary>The circuit breaker is closed: new events start executions again.</summary>
public sealed record ClearCircuitBreakerResult : ControlResult
{
    /// <summary>What was decided for the paused executions; <see langword="null"/> where they were left paused.</summary>
    public PausedExecutionDecision? Decision { get; init; }

    /// <summary>The background work that settles the backlog; <see langword="null"/> when there is none.</summary>
    public string? BulkActionId { get; init; }

    /// <summary>
    /// The time of the accepting answer, by the service's clock where it gives it: what was created before it is what the background work
    /// settles. Where the answer was lost, the time by this machine's clock at which a look showed the breaker closed.
    /// </summary>
    public DateTimeOffset AcceptedAt { get; init; }

    private protected override ControlOperation? FindOperation() => ConductorOneRequests.Decided(ControlOperations.ClearCircuitBreaker, Decision);
}
