using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Items;

/// <summary>One execution of one of ConductorOne's automations.</summary>
internal sealed record AutomationExecutionDocument : ItemDocument
{
    /// <summary>The id as text: it is a 64-bit number that many readers would round.</summary>
    public required string Id { get; init; }

    public string? AutomationId { get; init; }

    /// <summary>The state as the service writes it.</summary>
    public required string State { get; init; }

    /// <summary>Whether nothing follows this state.</summary>
    public required bool Final { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public static AutomationExecutionDocument Of(AutomationExecution execution) => new()
    {
        Id = execution.Id,
        AutomationId = execution.AutomationId,
        State = execution.State.Value,
        Final = execution.State.IsFinal,
        CreatedAt = execution.CreatedAt,
        UpdatedAt = execution.UpdatedAt,
        CompletedAt = execution.CompletedAt,
    };
}
