namespace ExecutionControl.Client.ConductorOne;

/// <summary>What may be said when a circuit breaker is cleared.</summary>
public sealed class ClearCircuitBreakerOptions
{
    /// <summary>Why, for the service's audit row; at most 1024 bytes of UTF-8. Default <see langword="null"/>, for no reason.</summary>
    public string? Reason { get; init; }
}
