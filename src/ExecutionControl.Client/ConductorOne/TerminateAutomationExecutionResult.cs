namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// The service accepted a termination. The execution's state becomes TERMINATE a little later; that it was final before
/// cannot be told from the service's answer.
/// </summary>
public sealed record TerminateAutomationExecutionResult : ControlResult
{
    private protected override ControlOperation? FindOperation() => ControlOperations.TerminateAutomationExecution;
}
