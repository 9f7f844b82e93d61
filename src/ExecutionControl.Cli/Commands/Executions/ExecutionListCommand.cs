using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services.Kubiya;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions list</c>.</summary>
internal sealed class ExecutionListCommand : ListCommand<KubiyaExecution, ExecutionDocument>
{
    private readonly ExecutionQuery _query = new();

    public ExecutionListCommand(CommandHost host)
        : base(host, "List the executions of Kubiya's agents and teams, newest first.", ItemKinds.Execution) => AddAll(_query.Options);

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions list --status running",
        "ectl executions list --limit 20 --output jsonl",
        "ectl --sandbox executions list",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await context.OpenAsync(new KubiyaService(), cancellationToken);
        return await PrintAsync(context, _query.FindAsync(context, client, actionable: null, cancellationToken), cancellationToken);
    }
}
