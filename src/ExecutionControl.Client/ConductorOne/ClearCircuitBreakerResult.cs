namespace ExecutionControl.Client.ConductorOne;

/// <summary>The circuit breaker is closed: new events start executions again.</summary>
public sealed record ClearCircuitBreakerResult : ControlResult
{
    /// <summary>The background work that settles the backlog; <see langword="null"/> when there is none.</summary>
    public string? BulkActionId { get; init; }
}
