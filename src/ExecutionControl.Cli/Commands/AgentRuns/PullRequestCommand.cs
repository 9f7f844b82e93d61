using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary>A command to the agents on an agent run's whole pull request.</summary>
internal abstract class PullRequestCommand : ControlCommand
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
    protected abstract Task<StopAgentRunResult> TellAsync(
        CodegenClient client,
        long runId,
        (string? Before, string? After) cards,
        CommandContext context,
        CancellationToken cancellationToken);

    /// <summary>What is so afterwards.</summary>
    protected abstract string Sentence(long runId);

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var id = Target.NumberIn(context.ParseResult);
        var cards = (context.ParseResult.GetValue(_before), context.ParseResult.GetValue(_after));
        using var client = await CodegenConnection.OpenAsync(context, context.ParseResult.GetValue(_organization), cancellationToken);
        var result = await TellAsync(client, id, cards, context, cancellationToken);
        return Accepted(result, Sentence(id));
    }
}
