namespace ExecutionControl.Reference.Seed;

/// <summary>An agent run of a seed.</summary>
internal sealed class SeedAgentRun
{
    public required long Id { get; set; }

    public string Status { get; set; } = "PAUSED";

    public string Prompt { get; set; } = "Go.";

    public string? Result { get; set; }

    public string? Summary { get; set; }

    public string SourceType { get; set; } = "API";

    /// <summary>The number of its pull request; runs with the same one share it. Null for none.</summary>
    public long? PullRequest { get; set; }

    public double CreatedMinutesAgo { get; set; } = 60;
}
