using System.CommandLine;
using System.CommandLine.Completions;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Output;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Completion;

/// <summary>Offers the ids of the newest runs. A journal that cannot be read has none.</summary>
/// <param name="host">The process.</param>
internal sealed class RunCompletion(CommandHost host)
{
    private const int Most = 50;

    /// <summary>Somebody waits with a finger on the Tab key.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(400);

    public IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        var finding = Task.Run(() => FindAsync(context.ParseResult));
        return finding.Wait(TimeLimit) ? finding.Result : [];
    }

    private async Task<IReadOnlyList<CompletionItem>> FindAsync(ParseResult parseResult)
    {
        try
        {
            await using var context = new CommandContext(host with { Streams = StandardStreams.Silent(host.Streams.Input) }, parseResult, isChange: false);
            await using var journal = context.Journal is { } place ? await place.OpenExistingAsync(CancellationToken.None) : null;
            return journal is null
                ? []
                : await journal.ListAsync(new RunFilter { Damaged = static _ => { } }).Take(Most).Select(run => new CompletionItem(run.Id)).ToListAsync();
        }
#pragma warning disable CA1031 // Completion has nothing to say then, and nobody to say it to.
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }
}
