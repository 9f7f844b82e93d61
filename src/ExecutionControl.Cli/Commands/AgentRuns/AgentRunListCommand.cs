using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services.Codegen;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs list</c>. Codegen cannot filter by status: ectl does, while the pages come.</summary>
internal sealed class AgentRunListCommand : ListCommand<AgentRun, AgentRunDocument>
{
    private readonly StateOption _statuses = new("--status", StateName.OfAgentRuns);
    private readonly NumberOption _user = new("--user-id", "Keep runs that this user started.");
    private readonly Option<string> _source = new("--source-type")
    {
        Description = "Keep runs that were started this way, such as SLACK, in Codegen's words.",
        HelpName = "source",
    };

    private readonly NumberOption _organization = OrganizationOption.Create();

    public AgentRunListCommand(CommandHost host)
        : base(host, "List the organization's agent runs, newest first.", ItemKinds.AgentRun)
    {
        Add(_statuses);
        Add(_user);
        Add(_source);
        Add(_organization);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs list --status paused",
        "ectl agent-runs list --source-type SLACK --user-id 7 --output json",
        "ectl --sandbox agent-runs list --limit 3",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await context.OpenAsync(new CodegenService(context.ParseResult.GetValue(_organization)), cancellationToken);
        var filter = new AgentRunFilter { UserId = context.ParseResult.GetValue(_user), SourceType = context.ParseResult.GetValue(_source) };
        var wanted = _statuses.In(context.ParseResult).Select(status => new AgentRunState(status)).ToHashSet();
        var all = client.ListAgentRunsAsync(filter, cancellationToken);
        return await PrintAsync(context, wanted.Count > 0 ? all.Where(run => wanted.Contains(run.State)) : all, cancellationToken);
    }
}
