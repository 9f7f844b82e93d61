namespace ExecutionControl.Client.Kubiya;

/// <summary>One execution of a Kubiya agent or team. Times are as the service writes them: ISO 8601, with or without a zone.</summary>
public sealed record KubiyaExecution
{
    /// <summary>The execution's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public KubiyaExecutionState State { get; init; }

    /// <summary>What kind of entity is executed, such as an agent or a team.</summary>
    public string? ExecutionType { get; init; }

    /// <summary>The id of the agent or team.</summary>
    public string? EntityId { get; init; }

    /// <summary>The name of the agent or team.</summary>
    public string? EntityName { get; init; }

    /// <summary>The organization that it belongs to.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>What it was asked to do.</summary>
    public string? Prompt { get; init; }

    /// <summary>What it answered.</summary>
    public string? Response { get; init; }

    /// <summary>Why it failed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The runner that it runs on.</summary>
    public string? RunnerName { get; init; }

    /// <summary>Who started it.</summary>
    public string? UserEmail { get; init; }

    /// <summary>When it was created.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>When it was started.</summary>
    public string? StartedAt { get; init; }

    /// <summary>When it came to its end.</summary>
    public string? CompletedAt { get; init; }

    /// <summary>When it changed last.</summary>
    public string? UpdatedAt { get; init; }
}
