using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Services.Kubiya;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions get</c>.</summary>
internal sealed class ExecutionGetCommand(CommandHost host) : GetCommand<KubiyaClient, KubiyaExecution, ExecutionDocument>(
    host,
    "Show an execution.",
    ItemKinds.Execution,
    "The execution to show: a UUID.")
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions get 11111111-1111-4111-8111-111111111111",
        "ectl executions get 33333333-3333-4333-8333-333333333333 --output json",
    ];

    protected override Task<KubiyaClient> OpenAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.OpenAsync(new KubiyaService(), cancellationToken);

    protected override Task<KubiyaExecution> ReadAsync(CommandContext context, KubiyaClient client, string id, CancellationToken cancellationToken) =>
        client.GetExecutionAsync(id, cancellationToken: cancellationToken);
}
