using System.CommandLine;
using System.Text.Json;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that shows one item.</summary>
internal abstract class GetCommand<TRow, TDocument> : ReadCommand<TRow, TDocument>
    where TDocument : ItemDocument
{
    protected GetCommand(CommandHost host, string description, ItemKind<TRow, TDocument> kind, TargetArgument target)
        : base(host, "get", description, kind)
    {
        Target = target;
        Add(target);
    }

    protected TargetArgument Target { get; }

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) =>
        base.Identify(report, parseResult) with { Target = Target.TextIn(parseResult) };

    /// <summary>Reads the item.</summary>
    protected abstract Task<TRow> ReadAsync(CommandContext context, CancellationToken cancellationToken);

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var row = await ReadAsync(context, cancellationToken);
        context.Reporter.Print(context.Reporter.IsForPeople
            ? string.Join(Environment.NewLine, Lines(context, row))
            : JsonSerializer.Serialize(Kind.Alone(row, context.IsSandbox), Kind.Type));
        return null;
    }

    private IEnumerable<string> Lines(CommandContext context, TRow row)
    {
        var now = context.TimeProvider.GetUtcNow();
        List<TableColumn<TRow>> facts = [.. Kind.Columns, .. Kind.Details];
        var width = facts.Max(fact => fact.Title.Length) + 2;
        return facts
            .Select(fact => (fact, Text: PlainText.OneLine(fact.Text(row, now))))
            .Where(line => line.Text.Length > 0)
            .Select(line => line.fact.Title.PadRight(width) + context.Streams.OutputStyle.Paint(line.Text, line.fact.Tone?.Invoke(row) ?? Tone.Plain));
    }
}
