using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Items;

/// <summary>A list as a document on each line.</summary>
internal sealed class JsonLinesListWriter<TRow, TDocument>(TextWriter output, ItemKind<TRow, TDocument> kind, bool isSandbox) : IListWriter<TRow>
    where TDocument : ItemDocument
{
    public void Add(TRow row) => output.WriteLine(JsonSerializer.Serialize(kind.Alone(row, isSandbox), kind.Type));

    public void End(long count, bool isComplete, ExitCode exitCode) => output.Flush();
}
