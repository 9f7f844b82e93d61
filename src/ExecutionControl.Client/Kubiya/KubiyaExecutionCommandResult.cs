namespace ExecutionControl.Client.Kubiya;

/// <summary>What a command to an execution came to.</summary>
public sealed record KubiyaExecutionCommandResult : ControlResult
{
    /// <summary>What the execution was told.</summary>
    public required KubiyaExecutionCommand Command { get; init; }

    /// <summary>The execution's state where the answer or a look afterwards showed it; <see langword="null"/> otherwise.</summary>
    public KubiyaExecutionState? State { get; init; }

    /// <summary>The workflow behind the execution, such as <c>agent-execution-…</c>.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>What the service said, in its words.</summary>
    public string? Message { get; init; }

    private protected override ControlOperation? FindOperation() => Command switch
    {
        KubiyaExecutionCommand.Pause => ControlOperations.PauseExecution,
        KubiyaExecutionCommand.Resume => ControlOperations.ResumeExecution,
        KubiyaExecutionCommand.Cancel => ControlOperations.CancelExecution,
        KubiyaExecutionCommand.Terminate => ControlOperations.TerminateExecution,
        _ => null,
    };
}
