using System.CommandLine;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that shows an item or several.</summary>
internal abstract class GetCommand<TClient, TRow, TDocument> : ReadCommand<TRow, TDocument>
    where TClient : IDisposable
    where TDocument : ItemDocument
{
    protected GetCommand(CommandHost host, string description, ItemKind<TRow, TDocument> kind, string targets)
        : base(host, "get", description, kind)
    {
        Target = new TargetArgument(TargetIds.Of(kind.Target), targets, host.Literals);
        Add(Target);
    }

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.Partial, ExitCode.NotApplied, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected TargetArgument Target { get; }

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) =>
        base.Identify(report, parseResult) with { Target = report.Target ?? Target.OnlyOneIn(parseResult) };

    /// <summary>Connects to the service.</summary>
    protected abstract Task<TClient> OpenAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Reads an item.</summary>
    protected abstract Task<TRow> ReadAsync(TClient client, string id, CancellationToken cancellationToken);

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await OpenAsync(context, cancellationToken);
        var selection = await TargetSelection.ReadAsync(context, Target, cancellationToken);
        if (selection is { IsSingle: true, Ids: [var id] })
        {
            var row = await ReadCheckedAsync(client, id, cancellationToken);
            context.Reporter.Print(context.Reporter.IsForPeople
                ? string.Join(Environment.NewLine, ItemView.Lines(Kind, row, context.Streams.OutputStyle, context.TimeProvider.GetUtcNow()))
                : JsonSerializer.Serialize(Kind.Answer(row, context.IsSandbox), Kind.Type));
            return null;
        }

        context.End(await ReadAllAsync(context, client, selection.Ids, cancellationToken));
        return null;
    }

    /// <summary>Reads one after another, and never ends at the first that cannot be read.</summary>
    private async Task<ExitCode> ReadAllAsync(CommandContext context, TClient client, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        IItemsWriter<TRow> writer = context.Reporter.Format switch
        {
            OutputFormat.Json => new JsonItemsWriter<TRow, TDocument>(context.Reporter, context.IsSandbox, Kind, ids.Count),
            OutputFormat.JsonLines => new JsonLinesItemsWriter<TRow, TDocument>(context.Reporter, context.IsSandbox, Kind),
            _ => new TextItemsWriter<TRow, TDocument>(context.Reporter, context.Streams.OutputStyle, context.TimeProvider, Kind),
        };
        var failures = context.Failures(IsRepeatable);
        var tally = new OutcomeTally();
        foreach (var id in ids)
        {
            try
            {
                writer.Add(await ReadCheckedAsync(client, id, cancellationToken));
                tally.Add(ReportedOutcome.AlreadySo, ExitCode.Success, isSafeToRepeat: true);
            }
#pragma warning disable CA1031 // One item's failure, whatever it is, must not keep the others from being read.
            catch (Exception exception) when (exception is not IOException)
#pragma warning restore CA1031
            {
                var report = Identify(failures.Of(exception, isCallBegun: false) with { Target = id, Sandbox = context.IsSandbox }, context.ParseResult);
                tally.Add(report);
                writer.Add(report);
            }

            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }

        writer.End(tally.ExitCode);
        return tally.ExitCode;
    }

    private async Task<TRow> ReadCheckedAsync(TClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(client, id, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            throw ArgumentMessage.NotSent(exception);
        }
    }
}
