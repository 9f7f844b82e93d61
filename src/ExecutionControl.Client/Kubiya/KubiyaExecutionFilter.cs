namespace ExecutionControl.Client.Kubiya;

/// <summary>Which executions to list; what is <see langword="null"/> keeps all.</summary>
public sealed record KubiyaExecutionFilter
{
    /// <summary>Keep executions in this state.</summary>
    public KubiyaExecutionState? State { get; init; }
}
