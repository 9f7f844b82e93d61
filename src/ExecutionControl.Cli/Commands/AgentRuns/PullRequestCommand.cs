using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Services.Codegen;
using ExecutionControl.Cli.Targets;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary>A command to the agents on an agent run's whole pull request.</summary>
internal abstract class PullRequestCommand : ClientControlCommand<CodegenClient, CardRange>
{
    private readonly Option<string> _before = new("--before-card")
    {
        Description = "Only agents before this card, in Codegen's order.",
        HelpName = "card-order-id",
    };

    private readonly Option<string> _after = new("--after-card")
    {
        Description = "Only agents after this card, in Codegen's order.",
        HelpName = "card-order-id",
    };

    private readonly NumberOption _organization = OrganizationOption.Create();

    protected PullRequestCommand(CommandHost host, string name, string description)
        : base(
            host,
            name,
            description,
            new ControlOperation(ControlService.Codegen, name, "agent run", IsRepeatable: true),
            TargetArgument.Number("run-id", "agent run", "An agent run on the pull request that is meant: a positive whole number.", least: 1))
    {
        Add(_before);
        Add(_after);
        Add(_organization);
    }

    /// <summary>Gives the command to the service.</summary>
    protected abstract Task<StopAgentRunResult> TellAsync(CodegenClient client, long runId, CardRange cards, CancellationToken cancellationToken);

    /// <summary>What is so afterwards.</summary>
    protected abstract string Sentence(long runId);

    protected override Task<CardRange> ReadInputAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new CardRange(context.ParseResult.GetValue(_before), context.ParseResult.GetValue(_after)));

    protected override Task<CodegenClient> OpenAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.OpenAsync(new CodegenService(context.ParseResult.GetValue(_organization)), cancellationToken);

    protected override async Task<ControlStep> ActAsync(ControlTarget target, CodegenClient client, CardRange input, CancellationToken cancellationToken)
    {
        var id = TargetArgument.ToNumber(target.Id);
        return new ControlStep(Accepted(await target.CallAsync(() => TellAsync(client, id, input, cancellationToken)), Sentence(id)));
    }
}
