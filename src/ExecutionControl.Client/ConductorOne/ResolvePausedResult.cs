namespace ExecutionControl.Client.ConductorOne;

/// <summary>What resolving the paused executions of an automation came to.</summary>
public sealed record ResolvePausedResult : ControlResult
{
    private readonly EquatableList<ResolvePausedRound> _rounds = new([]);

    /// <summary>What was decided for the paused executions.</summary>
    public required PausedExecutionDecision Decision { get; init; }

    /// <summary>How many executions were settled; <see langword="null"/> when the service settles them in the background and does not say.</summary>
    public required long? ResolvedCount { get; init; }

    /// <summary>How many executions the last round could not settle; they are still paused.</summary>
    public long ErroredCount { get; init; }

    /// <summary>Whether more may have been settled than <see cref="ResolvedCount"/>, because an answer was lost.</summary>
    public bool IsLowerBound { get; init; }

    /// <summary>Every request that the service answered, in order.</summary>
    public IReadOnlyList<ResolvePausedRound> Rounds
    {
        get => _rounds;
        init => _rounds = new(value);
    }

    /// <summary>The background work that a newer service named; <see langword="null"/> when it settled everything before it answered.</summary>
    public string? BulkActionId { get; init; }

    /// <summary>
    /// The time of the last answer, by the service's clock where it gives it: what was paused before it is what was settled, or is being settled
    /// in the background. <see langword="null"/> where a result that was made by hand does not say.
    /// </summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>
    /// Whether the breaker is still tripped, in which case new events go on creating paused executions;
    /// <see langword="null"/> when that could not be read.
    /// </summary>
    public bool? IsCircuitBreakerTripped { get; init; }

    /// <summary>Why a later round could not be made; <see langword="null"/> when every round that was needed was made.</summary>
    public ControlCallFailure? Cause { get; init; }

    private protected override ControlOperation? FindOperation() => ConductorOneRequests.Decided(ControlOperations.ResolvePausedExecutions, Decision);
}
