using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.AutomationExecutions;

/// <summary><c>ectl automation-executions get</c>.</summary>
internal sealed class AutomationExecutionGetCommand(CommandHost host) : GetCommand<AutomationExecution, AutomationExecutionDocument>(
    host,
    "Show one automation execution.",
    ItemKinds.AutomationExecution,
    TargetArgument.Number("execution-id", "automation execution", "The automation execution to show: a whole number."))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automation-executions get 9007199254740993",
        "ectl automation-executions get 839265 --output json",
    ];

    protected override async Task<AutomationExecution> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await ConductorOneConnection.OpenAsync(context, cancellationToken);
        return await client.GetExecutionAsync(context.ParseResult.GetRequiredValue(Target), cancellationToken);
    }
}
