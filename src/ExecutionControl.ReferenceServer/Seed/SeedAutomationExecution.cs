namespace ExecutionControl.Reference.Seed;

/// <summary>An automation execution of a seed.</summary>
internal sealed class SeedAutomationExecution
{
    /// <summary>Its id; a string is allowed, as on the wire.</summary>
    public required long Id { get; set; }

    /// <summary>Its state, with or without the wire's <c>AUTOMATION_EXECUTION_STATE_</c>.</summary>
    public required string State { get; set; }

    public double CreatedMinutesAgo { get; set; } = 1;
}
