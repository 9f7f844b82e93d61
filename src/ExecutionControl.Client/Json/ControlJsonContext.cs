using System.Text.Json.Serialization;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Client.Json;

/// <summary>
/// Everything that this library gives as data, for System.Text.Json without reflection: add <c>ControlJsonContext.Default</c> to the
/// <c>TypeInfoResolverChain</c> of an application's options, or use it by itself, which writes names in camel case.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Automation))]
[JsonSerializable(typeof(AutomationExecution))]
[JsonSerializable(typeof(AutomationExecutionFilter))]
[JsonSerializable(typeof(ResolvePausedProgress))]
[JsonSerializable(typeof(ResolvePausedResult))]
[JsonSerializable(typeof(ClearCircuitBreakerResult))]
[JsonSerializable(typeof(UpdateAutomationResult))]
[JsonSerializable(typeof(TerminateAutomationExecutionResult))]
[JsonSerializable(typeof(AgentRun))]
[JsonSerializable(typeof(AgentRunFilter))]
[JsonSerializable(typeof(ResumeAgentRunResult))]
[JsonSerializable(typeof(PullRequestChecksResult))]
[JsonSerializable(typeof(KubiyaExecution))]
[JsonSerializable(typeof(KubiyaExecutionFilter))]
[JsonSerializable(typeof(KubiyaExecutionCommandResult))]
[JsonSerializable(typeof(ControlCallFailure))]
[JsonSerializable(typeof(WaitResult<AutomationExecutionState>), TypeInfoPropertyName = "WaitResultOfAutomationExecutionState")]
[JsonSerializable(typeof(WaitResult<AgentRunState>), TypeInfoPropertyName = "WaitResultOfAgentRunState")]
[JsonSerializable(typeof(WaitResult<KubiyaExecutionState>), TypeInfoPropertyName = "WaitResultOfKubiyaExecutionState")]
[JsonSerializable(typeof(WaitResult<PausedBacklogState>), TypeInfoPropertyName = "WaitResultOfPausedBacklogState")]
[JsonSerializable(typeof(WaitResult<CircuitBreakerState>), TypeInfoPropertyName = "WaitResultOfCircuitBreakerState")]
[JsonSerializable(typeof(WaitResult<bool?>), TypeInfoPropertyName = "WaitResultOfNullableBoolean")]
[JsonSerializable(typeof(ControlGoalKind))]
[JsonSerializable(typeof(ControlRepetition))]
[JsonSerializable(typeof(ControlUndoExtent))]
[JsonSerializable(typeof(TokenReason))]
public sealed partial class ControlJsonContext : JsonSerializerContext;
