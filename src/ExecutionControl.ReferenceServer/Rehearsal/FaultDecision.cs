namespace ExecutionControl.Reference.Rehearsal;

/// <summary>What the rules do to one request at one moment.</summary>
/// <param name="Delay">How long it is held.</param>
/// <param name="RuleId">The rule that has an effect beyond that; null when none has.</param>
/// <param name="Rule">The rule itself.</param>
internal sealed record FaultDecision(TimeSpan Delay, string? RuleId, FaultRule? Rule)
{
    public static FaultDecision None { get; } = new(TimeSpan.Zero, null, null);
}
