namespace Shop.Worker;

/// <summary>When an automation is taken for a runaway.</summary>
public sealed class RunawayOptions
{
    /// <summary>How long the worker stays between two looks.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A tripped automation with so many paused executions is stopped.</summary>
    public int StopAtPaused { get; set; } = 100;

    /// <summary>What the audit log says.</summary>
    public string Reason { get; set; } = "stopped by the worker";
}
