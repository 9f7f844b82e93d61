namespace ExecutionControl.Client.ConductorOne;

/// <summary>What the rounds of one resolve have come to so far.</summary>
/// <param name="Rounds">How many rounds the service answered.</param>
/// <param name="ResolvedCount">How many executions they settled together.</param>
/// <param name="ErroredCount">How many the last of them left paused because they could not be settled.</param>
/// <param name="IsLowerBound">Whether more may have been settled, because an answer was lost.</param>
public sealed record ResolvePausedTotals(int Rounds, long ResolvedCount, long ErroredCount, bool IsLowerBound);
