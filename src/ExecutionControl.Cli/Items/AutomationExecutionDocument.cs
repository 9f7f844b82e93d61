using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Items;

/// <summary>One execution of one of ConductorOne's automations.</summary>
internal sealed record AutomationExecutionDocument : ItemDocument
{
    /// <summary>The id as text: it is a 64-bit number that many readers would round.</summary>
    public required string Id { get; init; }

    /// <summary>Its automation.</summary>
    public string? AutomationId { get; init; }

    /// <summary>The state as the service writes it.</summary>
    public required string State { get; init; }

    /// <summary>Whether nothing follows this state.</summary>
    public required bool Final { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it changed last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it ended.</summary>
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
