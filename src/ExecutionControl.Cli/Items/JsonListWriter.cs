using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Items;

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
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"],\"count\":{count},\"complete\":{(isComplete ? "true" : "false")},\"exitCode\":{(int)exitCode}}}"));
        output.Flush();
    }
}
