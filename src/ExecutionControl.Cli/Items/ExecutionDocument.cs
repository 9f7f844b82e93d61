using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Items;

/// <summary>One of Kubiya's executions; times are as the service writes them.</summary>
internal sealed record ExecutionDocument : ItemDocument
{
    /// <summary>The id: a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The status as the service writes it.</summary>
    public required string Status { get; init; }

    /// <summary>Whether nothing follows this status.</summary>
    public required bool Final { get; init; }

    /// <summary>What kind of thing is executed.</summary>
    public string? ExecutionType { get; init; }

    /// <summary>The agent's or team's id.</summary>
    public string? EntityId { get; init; }

    /// <summary>The agent's or team's name.</summary>
    public string? EntityName { get; init; }

    /// <summary>The organization.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>What was asked.</summary>
    public string? Prompt { get; init; }

    /// <summary>What was answered.</summary>
    public string? Response { get; init; }

    /// <summary>Why it failed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Where it runs.</summary>
    public string? RunnerName { get; init; }

    /// <summary>Who started it.</summary>
    public string? UserEmail { get; init; }

    /// <summary>When it was created, as the service writes it.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>When it began, as the service writes it.</summary>
    public string? StartedAt { get; init; }

    /// <summary>When it ended, as the service writes it.</summary>
    public string? CompletedAt { get; init; }

    /// <summary>When it changed last, as the service writes it.</summary>
    public string? UpdatedAt { get; init; }

    public static ExecutionDocument Of(KubiyaExecution execution) => new()
    {
        Id = execution.Id,
        Status = execution.State.Value,
        Final = execution.State.IsFinal,
        ExecutionType = execution.ExecutionType,
        EntityId = execution.EntityId,
        EntityName = execution.EntityName,
        OrganizationId = execution.OrganizationId,
        Prompt = execution.Prompt,
        Response = execution.Response,
        ErrorMessage = execution.ErrorMessage,
        RunnerName = execution.RunnerName,
        UserEmail = execution.UserEmail,
        CreatedAt = execution.CreatedAtText,
        StartedAt = execution.StartedAtText,
        CompletedAt = execution.CompletedAtText,
        UpdatedAt = execution.UpdatedAtText,
    };
}
