using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs get</c>.</summary>
internal sealed class AgentRunGetCommand : GetCommand<AgentRun, AgentRunDocument>
{
    private readonly NumberOption _organization = OrganizationOption.Create();

    public AgentRunGetCommand(CommandHost host)
        : base(
            host,
            "Show one agent run.",
            ItemKinds.AgentRun,
            TargetArgument.Number("run-id", "agent run", "The agent run to show: a positive whole number.", least: 1))
    {
        Add(_organization);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs get 101",
        "ectl agent-runs get 101 --output json",
    ];

    protected override async Task<AgentRun> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await CodegenConnection.OpenAsync(context, context.ParseResult.GetValue(_organization), cancellationToken);
        return await client.GetAsync(Target.NumberIn(context.ParseResult), cancellationToken);
    }
}
