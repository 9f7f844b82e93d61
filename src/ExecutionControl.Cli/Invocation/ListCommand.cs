using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that lists items. Pages are asked for as they are needed and printed as they come.</summary>
internal abstract class ListCommand<TRow, TDocument> : ReadCommand<TRow, TDocument>
    where TDocument : ItemDocument
{
    private const string Newest = "newest";
    private const string Oldest = "oldest";
    private const string ByName = "name";
    private const string ById = "id";

    private readonly NumberOption _limit = new("--limit", "Stop after so many. Default: all.");
    private readonly Option<bool> _noHeaders = new("--no-headers") { Description = "Leave the line with the titles out of a table." };
    private readonly ChoiceOption _sort;

    protected ListCommand(CommandHost host, string description, ItemKind<TRow, TDocument> kind, string name = "list")
        : base(host, name, description, kind)
    {
        _sort = new ChoiceOption("--sort", kind.Facts.Name is null ? [Newest, Oldest, ById] : [Newest, Oldest, ByName, ById])
        {
            Description = "Read the whole list first, and print it in this order. Default: in that of the service, as it comes.",
        };
        Add(_limit);
        Add(_sort);
        Add(_noHeaders);
    }

    protected override bool IsList => true;

    /// <summary>Adds the options that say which items are meant.</summary>
    protected void AddAll(IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            Add(option);
        }
    }

    /// <summary>Prints the items as they come, until the limit.</summary>
    /// <param name="context">The command.</param>
    /// <param name="rows">The items.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="leavesOut">Says at the end whether items were left out that cannot be read; null where none are.</param>
    protected async Task<OutcomeReport?> PrintAsync(
        CommandContext context, IAsyncEnumerable<TRow> rows, CancellationToken cancellationToken, Func<bool>? leavesOut = null)
    {
        using var output = new RedactedWriter(context.Streams.Output, context.Reporter.Redact);
        var writer = WriterFor(context, output);
        var limit = context.ParseResult.GetValue(_limit) ?? long.MaxValue;
        long count = 0;
        var isComplete = false;
        var exitCode = ExitCode.Success;
        using var progress = new ProgressLine(
            context.Reporter,
            context.TimeProvider,
            elapsed => $"{Volatile.Read(ref count)} {Kind.Noun}s so far · {ProgressLine.Clock(elapsed)}",
            isImmediate: false);
        try
        {
            await using var items = Sorted(rows, context.ParseResult, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (count < limit && !(isComplete = !await items.MoveNextAsync()))
            {
                progress.Between(() => writer.Add(items.Current));
                Interlocked.Increment(ref count);
            }

            if (leavesOut?.Invoke() is true)
            {
                (exitCode, isComplete) = (ExitCode.Partial, false);
                context.End(exitCode);
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
            progress.Dispose();
            End(writer, count, isComplete, exitCode);
        }

        if (writer is TableListWriter<TRow> { IsCut: true })
        {
            context.Reporter.Notice("columns are cut to fit this terminal: -o wide prints them whole");
        }

        context.Reporter.Notice((count, isComplete) switch
        {
            _ when exitCode == ExitCode.Partial => $"{count} {Kind.Noun}{(count == 1 ? string.Empty : "s")}, and what cannot be read",
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

    private IAsyncEnumerable<TRow> Sorted(IAsyncEnumerable<TRow> rows, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var facts = Kind.Facts;
        Func<List<TRow>, IEnumerable<TRow>>? sort = parseResult.GetValue(_sort)?.ToLowerInvariant() switch
        {
            Newest => all => all.OrderByDescending(row => facts.Time(row) ?? DateTimeOffset.MinValue),
            Oldest => all => all.OrderBy(row => facts.Time(row) ?? DateTimeOffset.MaxValue),
            ByName => all => all.OrderBy(row => facts.Name?.Invoke(row), StringComparer.OrdinalIgnoreCase),
            ById => all => all.OrderBy(row => TargetIds.TryRead(facts.Id(row), out var number) ? number : 0).ThenBy(facts.Id, StringComparer.Ordinal),
            _ => null,
        };
        return sort is null ? rows : SortedAsync(rows, sort, cancellationToken);
    }

    private static async IAsyncEnumerable<TRow> SortedAsync(
        IAsyncEnumerable<TRow> rows, Func<List<TRow>, IEnumerable<TRow>> sort, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in sort(await rows.ToListAsync(cancellationToken)))
        {
            yield return row;
        }
    }

    private IListWriter<TRow> WriterFor(CommandContext context, TextWriter output) => context.Reporter.Format switch
    {
        _ when Host.Options.IsNames(context.ParseResult) => new NameListWriter<TRow>(output, Kind.Facts.Id, MarksFailures(context)),
        OutputFormat.Json => new JsonListWriter<TRow, TDocument>(output, Kind, context.IsSandbox, MarksFailures(context)),
        OutputFormat.JsonLines => new JsonLinesListWriter<TRow, TDocument>(output, Kind, context.IsSandbox, MarksFailures(context)),
        _ => new TableListWriter<TRow>(
            output,
            new Table<TRow>(output, context.Streams.OutputStyle, Kind.Columns, context.TimeProvider.GetUtcNow)
            {
                Columns = Host.Options.IsWide(context.ParseResult) || !context.Streams.OutputStyle.IsTerminal ? null : context.Streams.OutputStyle.Columns,
                HasTitles = !context.ParseResult.GetValue(_noHeaders),
            },
            MarksFailures(context)),
    };

    /// <summary>Whoever reads from a pipe does not see the exit code: a list that breaks off says so to them in its last line.</summary>
    private static bool MarksFailures(CommandContext context) => !context.Streams.OutputStyle.IsTerminal;
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

/// <summary>The last line of a list that broke off.</summary>
internal static class BrokenList
{
    /// <summary>How the line begins in text, which no id does.</summary>
    public const string Mark = "# broke off";

    /// <summary>The shape of the line in JSON.</summary>
    public const string Schema = "ectl/v1/list-end";

    public static string Line(ExitCode exitCode) => string.Create(CultureInfo.InvariantCulture, $"{Mark} with exit code {(int)exitCode}");

    public static string JsonLine(ExitCode exitCode) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"schema\":\"{Schema}\",\"complete\":false,\"exitCode\":{(int)exitCode}}}");
}

/// <summary>Ids alone, one on each line.</summary>
internal sealed class NameListWriter<TRow>(TextWriter output, Func<TRow, string> id, bool marksFailures) : IListWriter<TRow>
{
    public void Add(TRow row) => output.WriteLine(PlainText.OneLine(id(row)));

    public void End(long count, bool isComplete, ExitCode exitCode)
    {
        if (marksFailures && exitCode != ExitCode.Success)
        {
            output.WriteLine(BrokenList.Line(exitCode));
        }

        output.Flush();
    }
}

/// <summary>A list for people.</summary>
internal sealed class TableListWriter<TRow>(TextWriter output, Table<TRow> table, bool marksFailures) : IListWriter<TRow>
{
    /// <summary>Whether something was cut to fit the terminal.</summary>
    public bool IsCut => table.IsCut;

    public void Add(TRow row) => table.Add(row);

    public void End(long count, bool isComplete, ExitCode exitCode)
    {
        table.Flush();
        if (marksFailures && exitCode != ExitCode.Success)
        {
            output.WriteLine(BrokenList.Line(exitCode));
            output.Flush();
        }
    }
}

/// <summary>
/// A list as one document, written as the items come. Nothing is written before the first item or the end, so that a list that cannot be
/// read at all leaves standard output empty; one that breaks off is closed and says that it is not complete.
/// </summary>
internal sealed class JsonListWriter<TRow, TDocument>(
    TextWriter output, ItemKind<TRow, TDocument> kind, bool isSandbox, bool marksFailures) : IListWriter<TRow>
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
        if (!_isBegun && exitCode != ExitCode.Success && !marksFailures)
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
internal sealed class JsonLinesListWriter<TRow, TDocument>(
    TextWriter output, ItemKind<TRow, TDocument> kind, bool isSandbox, bool marksFailures) : IListWriter<TRow>
    where TDocument : ItemDocument
{
    public void Add(TRow row) => output.WriteLine(JsonSerializer.Serialize(kind.Alone(row, isSandbox), kind.Type));

    public void End(long count, bool isComplete, ExitCode exitCode)
    {
        if (marksFailures && exitCode != ExitCode.Success)
        {
            output.WriteLine(BrokenList.JsonLine(exitCode));
        }

        output.Flush();
    }
}
