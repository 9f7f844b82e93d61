using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations.Automations;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations clear-breaker</c>.</summary>
internal sealed class ClearBreakerCommand(CommandHost host) : BreakerCommand(
    host,
    new ClearCircuitBreaker(host.TimeProvider),
    "Close an automation's tripped circuit breaker, so that new events start executions again.",
    "The automation whose circuit breaker is closed.")
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations clear-breaker aut_runaway",
        "ectl automations clear-breaker aut_backlog --decision run --reason \"rule fixed\" --wait",
        "ectl automations clear-breaker aut_runaway aut_backlog --output json",
        "ectl --sandbox automations clear-breaker aut_runaway --decision cancel --reason rehearsal --dry-run",
    ];
}
