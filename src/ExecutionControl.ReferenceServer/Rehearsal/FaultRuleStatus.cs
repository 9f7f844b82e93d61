namespace ExecutionControl.Reference;

/// <summary>A rule that is in force, or was until it had struck as often as it may.</summary>
/// <param name="Id">Its id, such as <c>rule-1</c>.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Matched">How many requests it fitted.</param>
/// <param name="Struck">How many of these it struck.</param>
public sealed record FaultRuleStatus(string Id, FaultRule Rule, long Matched, long Struck)
{
    /// <summary>Whether it has struck as often as it may.</summary>
    public bool IsUsedUp => Struck >= Rule.Times;
}
