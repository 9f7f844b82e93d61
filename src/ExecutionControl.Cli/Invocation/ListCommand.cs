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
