namespace ExecutionControl.Client.Kubiya;

/// <summary>One execution of a Kubiya agent or team. The service writes times in ISO 8601, with a zone or without: then they are UTC.</summary>
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

    /// <summary>When it was created; <see langword="null"/> where the service gave no time that can be read.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was created, as the service writes it.</summary>
    public string? CreatedAtText { get; init; }

    /// <summary>When it was started; <see langword="null"/> where the service gave no time that can be read.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was started, as the service writes it.</summary>
    public string? StartedAtText { get; init; }

    /// <summary>When it came to its end; <see langword="null"/> where the service gave no time that can be read.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When it came to its end, as the service writes it.</summary>
    public string? CompletedAtText { get; init; }

    /// <summary>When it changed last; <see langword="null"/> where the service gave no time that can be read.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it changed last, as the service writes it.</summary>
    public string? UpdatedAtText { get; init; }

    /// <summary>Which execution it is and where it stands; nothing of what it was asked or answered, or of who started it.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"{nameof(KubiyaExecution)} {{ Id = {Id}, State = {State}, EntityId = {EntityId}, RunnerName = {RunnerName}, CreatedAt = {CreatedAtText} }}";
}
