namespace ExecutionControl.Reference;

/// <summary>A ConductorOne automation at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PausedCount">How many of its executions are paused by the circuit breaker.</param>
/// <param name="TrippedAt">When the breaker tripped; null while it is closed.</param>
public sealed record AutomationSnapshot(string Id, long PausedCount, DateTimeOffset? TrippedAt)
{
    /// <summary>
    /// Whether new triggers start executions, as it was set; default yes. A tripped breaker does not change it, though ConductorOne's answers
    /// show an automation as disabled for as long.
    /// </summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Whether the breaker is tripped.</summary>
    public bool IsTripped => TrippedAt is not null;
}
