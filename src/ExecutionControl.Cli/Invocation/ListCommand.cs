using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that lists items. Pages are asked for as they are needed and printed as they come.</summary>
internal abstract class ListCommand<TRow, TDocument> : ReadCommand<TRow, TDocument>
    where TDocument : ItemDocument
{
    private readonly NumberOption _limit = new("--limit", "Stop after so many. Default: all.");

    protected ListCommand(CommandHost host, string description, ItemKind<TRow, TDocument> kind)
        : base(host, "list", description, kind)
    {
        Add(_limit);
    }

    /// <summary>Adds the options that say which items are meant.</summary>
    protected void AddAll(IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            Add(option);
        }
    }

    /// <summary>Prints the items as they come, until the limit.</summary>
    protected async Task<OutcomeReport?> PrintAsync(CommandContext context, IAsyncEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        using var output = new RedactedWriter(context.Streams.Output, context.Reporter.Redact);
        var writer = WriterFor(context, output);
        var limit = context.ParseResult.GetValue(_limit) ?? long.MaxValue;
        long count = 0;
        var isComplete = false;
        var exitCode = ExitCode.Success;
        try
        {
            await using var items = rows.GetAsyncEnumerator(cancellationToken);
            while (count < limit && !(isComplete = !await items.MoveNextAsync()))
            {
                writer.Add(items.Current);
                count++;
            }
        }
        catch (Exception exception) when (BrokenPipe.Is(exception))
        {
            // Whoever reads has seen enough, such as head.
            return null;
        }
        catch (Exception exception)
        {
            exitCode = context.Failures(IsRepeatable).Of(exception, isCallBegun: false).ExitCode;
            throw;
        }
        finally
        {
            End(writer, count, isComplete, exitCode);
        }

        context.Reporter.Notice((count, isComplete) switch
        {
            (0, _) => $"there is no {Kind.Noun} that matches",
            (_, true) => count == 1 ? $"1 {Kind.Noun}" : $"{count} {Kind.Noun}s",
            _ => $"stopped after {count} by --limit; there may be more",
        });
        return null;
    }

    private static void End(IListWriter<TRow> writer, long count, bool isComplete, ExitCode exitCode)
    {
        try
        {
            writer.End(count, isComplete, exitCode);
        }
        catch (Exception exception) when (BrokenPipe.Is(exception))
        {
            // As above: nobody reads the end.
        }
    }

    private IListWriter<TRow> WriterFor(CommandContext context, TextWriter output) => context.Reporter.Format switch
    {
        OutputFormat.Json => new JsonListWriter<TRow, TDocument>(output, Kind, context.IsSandbox),
        OutputFormat.JsonLines => new JsonLinesListWriter<TRow, TDocument>(output, Kind, context.IsSandbox),
        _ => new TableListWriter<TRow>(new Table<TRow>(output, context.Streams.OutputStyle, Kind.Columns, context.TimeProvider.GetUtcNow)),
    };
}

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
