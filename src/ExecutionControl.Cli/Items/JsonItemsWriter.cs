using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Items;

/// <summary>Items as one list, with the failures beside them.</summary>
internal sealed class JsonItemsWriter<TRow, TDocument>(CommandContext context, ItemKind<TRow, TDocument> kind, int asked) : IItemsWriter<TRow>
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
        context.Reporter.Finish(kind.ListHead(context.IsSandbox) + string.Join(',', _items) + end, exitCode);
    }
}
