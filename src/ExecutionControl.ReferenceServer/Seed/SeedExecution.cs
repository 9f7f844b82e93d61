namespace ExecutionControl.Reference.Seed;

/// <summary>A Kubiya execution of a seed.</summary>
internal sealed class SeedExecution
{
    public required Guid Id { get; set; }

    public string Status { get; set; } = "running";

    /// <summary><c>AGENT</c> or <c>TEAM</c>.</summary>
    public string Type { get; set; } = "AGENT";

    public string EntityName { get; set; } = "Agent";

    public string Prompt { get; set; } = "Go.";

    public double CreatedMinutesAgo { get; set; } = 10;
}
