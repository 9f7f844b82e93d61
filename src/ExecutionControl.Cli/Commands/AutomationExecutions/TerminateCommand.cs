using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Commands.AutomationExecutions;

/// <summary><c>ectl automation-executions terminate</c>: stops one automation execution for good.</summary>
internal sealed class TerminateCommand(CommandHost host) : ControlCommand(
    host,
    "terminate",
    "Stop one automation execution for good. It cannot be undone.",
    new ControlOperation(ControlService.ConductorOne, "terminate", "automation execution", IsRepeatable: true),
    TargetArgument.Number("execution-id", "automation execution", "The automation execution to stop: a whole number."))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automation-executions terminate 9007199254740993",
        "ectl --sandbox automation-executions terminate 9007199254740993 --output json",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.ParseResult.GetRequiredValue(Target);
        using var client = await ConductorOneConnection.OpenAsync(context, cancellationToken);
        var result = await context.CallAsync(() => client.TerminateExecutionAsync(target, cancellationToken));
        return Accepted(
            result,
            result.IsSettling
                ? $"Accepted: ConductorOne is terminating automation execution {target}; its state becomes TERMINATE in a moment."
                : $"Applied: automation execution {target} is terminated.");
    }
}
