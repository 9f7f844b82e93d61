namespace ExecutionControl.Cli.Items;

/// <summary>Why a circuit breaker is tripped.</summary>
internal sealed record CircuitBreakerDocument(DateTimeOffset? TrippedAt, long ObservedCount, long Threshold, string? Period);
