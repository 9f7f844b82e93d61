using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.AutomationExecutions;

/// <summary><c>ectl automation-executions get</c>.</summary>
internal sealed class AutomationExecutionGetCommand(CommandHost host) : GetCommand<ConductorOneClient, AutomationExecution, AutomationExecutionDocument>(
    host,
    "Show an automation execution.",
    ItemKinds.AutomationExecution,
    "The automation execution to show: a whole number.")
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automation-executions get 9007199254740993",
        "ectl automation-executions get 839265 --output json",
    ];

    protected override Task<ConductorOneClient> OpenAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.OpenAsync(new ConductorOneService(), cancellationToken);

    protected override Task<AutomationExecution> ReadAsync(CommandContext context, ConductorOneClient client, string id, CancellationToken cancellationToken) =>
        client.GetAutomationExecutionAsync(id, cancellationToken: cancellationToken);
}
