namespace ExecutionControl.Client.ConductorOne;

/// <summary>Which executions to search for; an empty list keeps all.</summary>
public sealed record AutomationExecutionFilter
{
    /// <summary>Keep executions of these automations.</summary>
    public IReadOnlyList<string> AutomationIds { get; init; } = [];

    /// <summary>Keep executions in these states.</summary>
    public IReadOnlyList<AutomationExecutionState> States { get; init; } = [];

    /// <summary>Keep executions of these apps.</summary>
    public IReadOnlyList<string> AppIds { get; init; } = [];

    /// <summary>Keep executions about these users.</summary>
    public IReadOnlyList<string> SubjectUserIds { get; init; } = [];
}
