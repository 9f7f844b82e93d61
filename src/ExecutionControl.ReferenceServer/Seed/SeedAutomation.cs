namespace ExecutionControl.Reference.Seed;

/// <summary>An automation of a seed.</summary>
internal sealed class SeedAutomation
{
    public required string Id { get; set; }

    /// <summary>Default: the id.</summary>
    public string? DisplayName { get; set; }

    public string Description { get; set; } = "";

    /// <summary>Whether new triggers start executions.</summary>
    public bool Enabled { get; set; } = true;

    public string AppId { get; set; } = "app_seed";

    public long Version { get; set; } = 1;

    /// <summary>How many executions in an hour trip the breaker.</summary>
    public long BreakerMax { get; set; } = 100;

    /// <summary>How long ago the breaker tripped, in minutes; null leaves it closed.</summary>
    public double? TrippedMinutesAgo { get; set; }

    /// <summary>How many executions are paused.</summary>
    public int Paused { get; set; }

    /// <summary>How many of these, the first by their ids, fail once before they resolve.</summary>
    public int Failing { get; set; }

    /// <summary>How often the tripped breaker pauses another, in milliseconds; null for never.</summary>
    public long? PausedEveryMs { get; set; }

    /// <summary>How many executions, as often as that, the closed breaker lets run before it trips; null for a breaker that stays closed.</summary>
    public int? RetripAfter { get; set; }

    /// <summary>Further executions, each in a state of its own.</summary>
    public List<SeedAutomationExecution> Executions { get; set; } = [];
}
