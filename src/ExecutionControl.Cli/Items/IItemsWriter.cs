using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Items;

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
