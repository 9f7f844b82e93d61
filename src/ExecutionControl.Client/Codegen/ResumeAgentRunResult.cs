namespace ExecutionControl.Client.Codegen;

/// <summary>The service took the prompt and lets the run go on.</summary>
public sealed record ResumeAgentRunResult : ControlResult
{
    /// <summary>The run as the service showed it in its answer.</summary>
    public required AgentRun Run { get; init; }

    private protected override ControlOperation? FindOperation() => ControlOperations.ResumeAgentRun;
}
