namespace ExecutionControl.Cli.Outcomes;

/// <summary>What Kubiya's answer said of an execution.</summary>
internal sealed record ExecutionReport(string? Status, string? WorkflowId, string? ServiceMessage);
