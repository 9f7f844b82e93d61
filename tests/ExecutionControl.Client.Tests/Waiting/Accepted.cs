using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Client.Tests.Waiting;

/// <summary>Results of calls that a service accepted, to be waited for.</summary>
internal static class Accepted
{
    public static TerminateAutomationExecutionResult Termination(string executionId) =>
        new() { Service = ControlService.ConductorOne, Target = executionId, Outcome = ControlOutcome.Applied, IsSettling = true };

    public static ResolvePausedResult Resolve(string automationId, DateTimeOffset? acceptedAt) => new()
    {
        Service = ControlService.ConductorOne,
        Target = automationId,
        Outcome = ControlOutcome.Applied,
        Decision = PausedExecutionDecision.Run,
        ResolvedCount = null,
        AcceptedAt = acceptedAt,
    };

    public static ClearCircuitBreakerResult Clear(string automationId, PausedExecutionDecision? decision, DateTimeOffset acceptedAt) => new()
    {
        Service = ControlService.ConductorOne,
        Target = automationId,
        Outcome = ControlOutcome.Applied,
        Decision = decision,
        AcceptedAt = acceptedAt,
    };

    public static UpdateAutomationResult Switch(string automationId, bool isToBeEnabled) => new()
    {
        Service = ControlService.ConductorOne,
        Target = automationId,
        Outcome = ControlOutcome.Applied,
        IsToBeEnabled = isToBeEnabled,
        IsEnabled = isToBeEnabled,
    };

    public static ResumeAgentRunResult Resume(long agentRunId) => new()
    {
        Service = ControlService.Codegen,
        Target = $"{agentRunId}",
        Outcome = ControlOutcome.Applied,
        Run = new AgentRun { Id = agentRunId, OrganizationId = 42 },
    };

    public static KubiyaExecutionCommandResult Command(string executionId, KubiyaExecutionCommand command) =>
        new() { Service = ControlService.Kubiya, Target = executionId, Outcome = ControlOutcome.Applied, Command = command };
}
