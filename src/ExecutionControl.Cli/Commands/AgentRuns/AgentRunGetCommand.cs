using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Services.Codegen;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs get</c>.</summary>
internal sealed class AgentRunGetCommand : GetCommand<CodegenClient, AgentRun, AgentRunDocument>
{
    private readonly NumberOption _organization = OrganizationOption.Create();

    public AgentRunGetCommand(CommandHost host)
        : base(
            host,
            "Show an agent run.",
            ItemKinds.AgentRun,
            "The agent run to show: a positive whole number.")
    {
        Add(_organization);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs get 101",
        "ectl agent-runs get 101 --output json",
    ];

    protected override Task<CodegenClient> OpenAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.OpenAsync(new CodegenService(context.ParseResult.GetValue(_organization)), cancellationToken);

    protected override Task<AgentRun> ReadAsync(CommandContext context, CodegenClient client, string id, CancellationToken cancellationToken) =>
        client.GetAgentRunAsync(TargetIds.ToNumber(id), cancellationToken: cancellationToken);
}
