using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that shows an item or several.</summary>
internal abstract class GetCommand<TClient, TRow, TDocument> : ReadCommand<TRow, TDocument>
    where TClient : IDisposable
    where TDocument : ItemDocument
{
    protected GetCommand(CommandHost host, string description, ItemKind<TRow, TDocument> kind, string targets)
        : base(host, "get", description, kind)
    {
        Target = new TargetArgument(TargetIds.Of(kind.Target!), targets, host.Literals);
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
    protected abstract Task<TRow> ReadAsync(CommandContext context, TClient client, string id, CancellationToken cancellationToken);

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await OpenAsync(context, cancellationToken);
        var selection = await TargetSelection.ReadAsync(context, Target, cancellationToken);
        if (selection is { IsSingle: true, Ids: [var id] })
        {
            var row = await ReadCheckedAsync(context, client, id, cancellationToken);
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
                writer.Add(await ReadCheckedAsync(context, client, id, cancellationToken));
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

    private async Task<TRow> ReadCheckedAsync(CommandContext context, TClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(context, client, id, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            throw ArgumentMessage.NotSent(exception);
        }
    }
}

/// <summary>Prints items that were asked for by their ids.</summary>
internal interface IItemsWriter<in TRow>
{
    /// <summary>Prints one more item.</summary>
    void Add(TRow row);

    /// <summary>Prints why one could not be read.</summary>
    void Add(OutcomeReport failure);

    /// <summary>Prints what belongs at the end.</summary>
    void End(ExitCode exitCode);
}

/// <summary>Items for people, with an empty line between them; failures on standard error.</summary>
internal sealed class TextItemsWriter<TRow, TDocument>(
    Reporter reporter, TerminalStyle style, TimeProvider timeProvider, ItemKind<TRow, TDocument> kind) : IItemsWriter<TRow>
    where TDocument : ItemDocument
{
    private bool _isBegun;

    public void Add(TRow row)
    {
        var lines = ItemView.Lines(kind, row, style, timeProvider.GetUtcNow());
        reporter.Print(string.Join(Environment.NewLine, _isBegun ? lines.Prepend(string.Empty) : lines));
        _isBegun = true;
    }

    public void Add(OutcomeReport failure) => reporter.Finish(failure);

    public void End(ExitCode exitCode)
    {
        // Everything is said.
    }
}

/// <summary>Items as one list, with the failures beside them.</summary>
internal sealed class JsonItemsWriter<TRow, TDocument>(
    Reporter reporter, bool isSandbox, ItemKind<TRow, TDocument> kind, int asked) : IItemsWriter<TRow>
    where TDocument : ItemDocument
{
    private readonly List<string> _items = [];
    private readonly List<string> _failures = [];

    public void Add(TRow row) => _items.Add(JsonSerializer.Serialize(kind.ToDocument(row), kind.Type));

    public void Add(OutcomeReport failure) => _failures.Add(JsonSerializer.Serialize(failure, OutcomeJsonContext.Readable.OutcomeReport));

    public void End(ExitCode exitCode)
    {
        var failures = _failures.Count > 0 ? $",\"failures\":[{string.Join(',', _failures)}]" : string.Empty;
        var end = string.Create(
            CultureInfo.InvariantCulture,
            $"],\"count\":{_items.Count},\"complete\":{(_items.Count == asked ? "true" : "false")},\"exitCode\":{(int)exitCode}{failures}}}");
        reporter.Finish(kind.ListHead(isSandbox) + string.Join(',', _items) + end, exitCode);
    }
}

/// <summary>A document on a line for each id: the item, or why it could not be read.</summary>
internal sealed class JsonLinesItemsWriter<TRow, TDocument>(Reporter reporter, bool isSandbox, ItemKind<TRow, TDocument> kind) : IItemsWriter<TRow>
    where TDocument : ItemDocument
{
    public void Add(TRow row) => reporter.Print(JsonSerializer.Serialize(kind.Answer(row, isSandbox), kind.Type));

    public void Add(OutcomeReport failure) => reporter.Print(JsonSerializer.Serialize(failure, OutcomeJsonContext.Readable.OutcomeReport));

    public void End(ExitCode exitCode)
    {
        // Everything is said.
    }
}
