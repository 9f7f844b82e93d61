using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations.Automations;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations resolve-paused</c>.</summary>
internal sealed class ResolvePausedCommand(CommandHost host) : BreakerCommand(
    host,
    new ResolvePaused(),
    "Run or cancel every execution that an automation's circuit breaker paused, in as many rounds as it takes.",
    "The automation whose paused executions are settled.")
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations resolve-paused aut_runaway --decision cancel --reason \"runaway, ticket 4711\"",
        "ectl automations resolve-paused aut_runaway --decision run --output json",
        "ectl automations resolve-paused aut_runaway --decision cancel --reason \"runaway\" --wait --timeout 10m",
        "ectl automations resolve-paused --all-tripped --decision cancel --reason \"runaway\" --yes",
        "ectl --sandbox automations resolve-paused aut_runaway --decision cancel --reason \"rehearsal\"",
    ];
}
