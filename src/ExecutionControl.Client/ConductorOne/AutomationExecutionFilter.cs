namespace ExecutionControl.Client.ConductorOne;

/// <summary>Which executions to search for; an empty list keeps all.</summary>
public sealed record AutomationExecutionFilter
{
    private readonly EquatableList<string> _automationIds = new([]);
    private readonly EquatableList<AutomationExecutionState> _states = new([]);
    private readonly EquatableList<string> _appIds = new([]);
    private readonly EquatableList<string> _subjectUserIds = new([]);

    /// <summary>Keep executions of these automations.</summary>
    public IReadOnlyList<string> AutomationIds
    {
        get => _automationIds;
        init => _automationIds = new(value);
    }

    /// <summary>Keep executions in these states.</summary>
    public IReadOnlyList<AutomationExecutionState> States
    {
        get => _states;
        init => _states = new(value);
    }

    /// <summary>Keep executions of these apps.</summary>
    public IReadOnlyList<string> AppIds
    {
        get => _appIds;
        init => _appIds = new(value);
    }

    /// <summary>Keep executions about these users.</summary>
    public IReadOnlyList<string> SubjectUserIds
    {
        get => _subjectUserIds;
        init => _subjectUserIds = new(value);
    }
}
