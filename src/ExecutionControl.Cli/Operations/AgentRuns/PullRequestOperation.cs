using System.CommandLine;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Operations.AgentRuns;

/// <summary>An operation on the agents of an agent run's whole pull request.</summary>
/// <param name="entry">Its entry of the catalogue.</param>
internal abstract class PullRequestOperation(ControlOperation entry) : Operation<CodegenClient, CardRange>(entry, AgentRunJsonContext.Lines.CardRange)
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

    public override IReadOnlyList<Option> Options => [_before, _after];

    public override Task<CardRange> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken) =>
        Task.FromResult(new CardRange { BeforeCard = parseResult.GetValue(_before), AfterCard = parseResult.GetValue(_after) });

    /// <summary>The agents that are meant, as the client takes them.</summary>
    protected static PullRequestChecksOptions OptionsOf(CardRange input) =>
        new() { BeforeCardOrderId = input.BeforeCard, AfterCardOrderId = input.AfterCard };
}

/// <summary>Which agents on a pull request are meant, in Codegen's order of cards; null where there is no limit.</summary>
internal sealed record CardRange
{
    /// <summary>Only agents before this card.</summary>
    public string? BeforeCard { get; init; }

    /// <summary>Only agents after this card.</summary>
    public string? AfterCard { get; init; }
}
