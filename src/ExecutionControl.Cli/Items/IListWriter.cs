using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Items;

/// <summary>Prints a list item by item, so that its length does not matter.</summary>
internal interface IListWriter<in TRow>
{
    /// <summary>Prints one more item.</summary>
    void Add(TRow row);

    /// <summary>Prints what belongs at the end.</summary>
    /// <param name="count">How many items there were.</param>
    /// <param name="isComplete">Whether the service was read to its end.</param>
    /// <param name="exitCode">The exit code; that of the failure when one ended the list.</param>
    void End(long count, bool isComplete, ExitCode exitCode);
}

/// <summary>A list for people.</summary>
internal sealed class TableListWriter<TRow>(Table<TRow> table) : IListWriter<TRow>
{
    public void Add(TRow row) => table.Add(row);

    public void End(long count, bool isComplete, ExitCode exitCode) => table.Flush();
}

/// <summary>
/// A list as one document, written as the items come. Nothing is written before the first item or the end, so that a list that cannot be
/// read at all leaves standard output empty; one that breaks off is closed and says that it is not complete.
/// </summary>
internal sealed class JsonListWriter<TRow, TDocument>(TextWriter output, ItemKind<TRow, TDocument> kind, bool isSandbox) : IListWriter<TRow>
    where TDocument : ItemDocument
{
    private bool _isBegun;

    public void Add(TRow row)
    {
        output.Write(_isBegun ? "," : kind.ListHead(isSandbox));
        _isBegun = true;
        output.Write(JsonSerializer.Serialize(kind.ToDocument(row), kind.Type));
    }

    public void End(long count, bool isComplete, ExitCode exitCode)
    {
        if (!_isBegun && exitCode != ExitCode.Success)
        {
            return;
        }

        output.Write(_isBegun ? string.Empty : kind.ListHead(isSandbox));
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"],\"count\":{count},\"complete\":{(isComplete ? "true" : "false")},\"exitCode\":{(int)exitCode}}}"));
        output.Flush();
    }
}

/// <summary>A list as a document on each line.</summary>
internal sealed class JsonLinesListWriter<TRow, TDocument>(TextWriter output, ItemKind<TRow, TDocument> kind, bool isSandbox) : IListWriter<TRow>
    where TDocument : ItemDocument
{
    public void Add(TRow row) => output.WriteLine(JsonSerializer.Serialize(kind.Alone(row, isSandbox), kind.Type));

    public void End(long count, bool isComplete, ExitCode exitCode) => output.Flush();
}
