using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Items;

/// <summary>One of Kubiya's executions; times are as the service writes them.</summary>
internal sealed record ExecutionDocument : ItemDocument
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    /// <summary>Whether nothing follows this status.</summary>
    public required bool Final { get; init; }

    public string? ExecutionType { get; init; }

    public string? EntityId { get; init; }

    public string? EntityName { get; init; }

    public string? OrganizationId { get; init; }

    public string? Prompt { get; init; }

    public string? Response { get; init; }

    public string? ErrorMessage { get; init; }

    public string? RunnerName { get; init; }

    public string? UserEmail { get; init; }

    public string? CreatedAt { get; init; }

    public string? StartedAt { get; init; }

    public string? CompletedAt { get; init; }

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
