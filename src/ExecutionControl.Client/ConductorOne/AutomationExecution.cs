namespace ExecutionControl.Client.ConductorOne;

/// <summary>One execution of a ConductorOne automation.</summary>
public sealed record AutomationExecution
{
    /// <summary>The execution's id: a 64-bit integer, as a decimal string.</summary>
    public required string Id { get; init; }

    /// <summary>The automation that it is an execution of.</summary>
    public string? AutomationId { get; init; }

    /// <summary>Where it stands.</summary>
    public AutomationExecutionState State { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it changed last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it came to its end; <see langword="null"/> before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}
