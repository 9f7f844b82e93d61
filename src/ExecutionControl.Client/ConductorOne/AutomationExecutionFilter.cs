namespace ExecutionControl.Client.ConductorOne;

/// <summary>Which executions to search for; an empty list keeps all.</summary>
public sealed record AutomationExecutionFilter
{
    private readonly EquatableList<string> _automationIds = EquatableList<string>.Empty;
    private readonly EquatableList<AutomationExecutionState> _states = EquatableList<AutomationExecutionState>.Empty;
    private readonly EquatableList<string> _appIds = EquatableList<string>.Empty;
    private readonly EquatableList<string> _subjectUserIds = EquatableList<string>.Empty;

    /// <summary>Keep executions of these automations.</summary>
    public IReadOnlyList<string> AutomationIds
    {
        get => _automationIds;
        init => _automationIds = EquatableList<string>.Of(value);
    }

    /// <summary>Keep executions in these states.</summary>
    public IReadOnlyList<AutomationExecutionState> States
    {
        get => _states;
        init => _states = EquatableList<AutomationExecutionState>.Of(value);
    }

    /// <summary>Keep executions of these apps.</summary>
    public IReadOnlyList<string> AppIds
    {
        get => _appIds;
        init => _appIds = EquatableList<string>.Of(value);
    }

    /// <summary>Keep executions about these users.</summary>
    public IReadOnlyList<string> SubjectUserIds
    {
        get => _subjectUserIds;
        init => _subjectUserIds = EquatableList<string>.Of(value);
    }
}
