using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Items;

/// <summary>A document on a line for each id: the item, or why it could not be read.</summary>
internal sealed class JsonLinesItemsWriter<TRow, TDocument>(CommandContext context, ItemKind<TRow, TDocument> kind) : IItemsWriter<TRow>
    where TDocument : ItemDocument
{
    public void Add(TRow row) => context.Reporter.Print(JsonSerializer.Serialize(kind.Answer(row, context.IsSandbox), kind.Type));

    public void Add(OutcomeReport failure) => context.Reporter.Print(JsonSerializer.Serialize(failure, OutcomeJsonContext.Readable.OutcomeReport));

    public void End(ExitCode exitCode)
    {
        // Everything is said.
    }
}
