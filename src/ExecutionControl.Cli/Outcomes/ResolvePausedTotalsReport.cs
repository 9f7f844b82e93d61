using System.Text.Json.Serialization;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>What a resolve-paused settled, over all its rounds.</summary>
internal sealed record ResolvePausedTotalsReport
{
    /// <summary>How many executions were settled; null when the service does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? Resolved { get; init; }

    /// <summary>How many could not be settled and are still paused.</summary>
    public required long Errored { get; init; }

    /// <summary>How many rounds were answered.</summary>
    public required int Rounds { get; init; }

    /// <summary>Whether more may have been settled than <see cref="Resolved"/> says, because an answer was lost.</summary>
    public required bool LowerBound { get; init; }

    /// <summary>Whether the circuit breaker was still tripped afterwards; null when that could not be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool? CircuitBreakerTripped { get; init; }

    /// <summary>The work that goes on in the background, when the service resolves there.</summary>
    public string? BulkActionId { get; init; }
}
