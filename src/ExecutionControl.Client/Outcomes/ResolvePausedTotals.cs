namespace ExecutionControl.Client.ConductorOne;

/// <summary>What the rounds of one resolve have come to so far.</summary>
public sealed record ResolvePausedTotals
{
    /// <summary>How many rounds the service answered.</summary>
    public required int Rounds { get; init; }

    /// <summary>How many executions they settled together.</summary>
    public required long ResolvedCount { get; init; }

    /// <summary>How many the last of them left paused because they could not be settled.</summary>
    public required long ErroredCount { get; init; }

    /// <summary>Whether more may have been settled, because an answer was lost.</summary>
    public bool IsLowerBound { get; init; }
}
