using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.AutomationExecutions;

/// <summary><c>ectl automation-executions list</c>.</summary>
internal sealed class AutomationExecutionListCommand : ListCommand<AutomationExecution, AutomationExecutionDocument>
{
    private readonly AutomationExecutionQuery _query = new();

    public AutomationExecutionListCommand(CommandHost host)
        : base(host, "List the executions of the tenant's automations.", ItemKinds.AutomationExecution) => AddAll(_query.Options);

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automation-executions list --automation aut_runaway --state paused-by-circuit-breaker",
        "ectl automation-executions list --state process-step --state waiting --output jsonl",
        "ectl --sandbox automation-executions list --user-id user_1 --limit 10",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await context.OpenAsync(new ConductorOneService(), cancellationToken);
        return await PrintAsync(context, _query.FindAsync(context, client, actionable: null, cancellationToken), cancellationToken);
    }
}
