using System.CommandLine;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>An operation on what automations' circuit breakers paused.</summary>
/// <param name="entry">Its entry of the catalogue.</param>
/// <param name="options">The options that its input is read from.</param>
internal abstract class BreakerOperation(ControlOperation entry, BreakerOptions options)
    : Operation<ConductorOneClient, BreakerInput>(entry, BreakerJsonContext.Lines.BreakerInput)
{
    public override IReadOnlyList<Option> Options => options.All;

    public override string ExtentTitle => "paused executions";

    public override string? DecisionIn(ParseResult parseResult) => options.DecisionIn(parseResult) is { } decision ? DecisionText.Name(decision) : null;

    public override Task<BreakerInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken) =>
        Task.FromResult(options.Read(parseResult, caller));

    public override Task<BreakerInput> CompleteAsync(BreakerInput input, ICaller caller, CancellationToken cancellationToken) =>
        BreakerOptions.CompleteAsync(input, caller, cancellationToken);

    public override ControlOperation EntryFor(BreakerInput input) => Entry.WithDecision(Decision(input));

    public override Task<string> FindExtentAsync(ConductorOneClient client, string target, CancellationToken cancellationToken) =>
        PausedCount.OfAsync(client, target, cancellationToken);

    /// <summary>The decision as it is written; null where there is none.</summary>
    protected static string? Decision(BreakerInput input) => input.Decision is { } decision ? DecisionText.Name(decision) : null;

    /// <summary>A backlog of paused executions, said of its automation; empty where none was seen.</summary>
    protected static string Backlog(PausedBacklogState state) => state switch
    {
        { PausedCount: 0, IsLowerBound: false } => "no paused executions",
        { PausedCount: 0 } => string.Empty,
        { IsLowerBound: true } => $"{state.PausedCount} or more paused executions",
        _ => $"{state.PausedCount} paused executions",
    };

    /// <summary>Waits until no execution is paused any more that was created before the service accepted.</summary>
    protected static async Task<WaitReport> WaitForBacklogAsync(
        ConductorOneClient client,
        AwaitedEffect effect,
        TimeSpan timeout,
        CancellationToken cancellationToken) =>
        effect.Judge(await client.WaitForResolvedAsync(effect.Target, effect.AcceptedAt, timeout, cancellationToken), Backlog);
}
