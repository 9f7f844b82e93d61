using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>What is decided about executions that circuit breakers paused.</summary>
/// <param name="Decision">What becomes of them; null to leave them paused.</param>
/// <param name="Reason">Why; null where nobody said.</param>
internal sealed record BreakerInput(PausedExecutionDecision? Decision, string? Reason);
