using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services.Codegen;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs list</c>.</summary>
internal sealed class AgentRunListCommand : ListCommand<AgentRun, AgentRunDocument>
{
    private readonly AgentRunQuery _query = new();
    private readonly NumberOption _organization = OrganizationOption.Create();

    public AgentRunListCommand(CommandHost host)
        : base(host, "List the organization's agent runs, newest first.", ItemKinds.AgentRun) => AddAll([.. _query.Options, _organization]);

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs list --status paused",
        "ectl agent-runs list --source-type SLACK --user-id 7 --output json",
        "ectl --sandbox agent-runs list --limit 3",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await context.OpenAsync(new CodegenService(context.ParseResult.GetValue(_organization)), cancellationToken);
        return await PrintAsync(context, _query.FindAsync(context, client, actionable: null, cancellationToken), cancellationToken);
    }
}
