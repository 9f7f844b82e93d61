using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>How many targets a command takes that nobody has named: <c>--limit</c> stops the search, <c>--max</c> refuses what is too much.</summary>
internal sealed class SelectionLimit
{
    /// <summary>A slip that selects more is noticed before anything is sent.</summary>
    private const int DefaultMost = 100;

    /// <summary>Beyond this it does not matter how many too many there are.</summary>
    private const int MostCounted = 1_000;

    private readonly NumberOption _limit = new("--limit", "Take no more than the first so many that are found.");
    private readonly NumberOption _max = new("--max", $"Refuse to act when more are found than this. Default: {DefaultMost}.");

    public IReadOnlyList<Option> Options => [_limit, _max];

    /// <summary>Takes what is found, each once.</summary>
    /// <param name="context">The command.</param>
    /// <param name="found">What is found.</param>
    /// <param name="ids">What is taken for an id.</param>
    /// <param name="operation">What is to be done to them.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="NotSentException">There are too many.</exception>
    public async Task<TargetSelection> TakeAsync(
        CommandContext context, IAsyncEnumerable<FoundTarget> found, TargetIds ids, ControlOperation operation, CancellationToken cancellationToken)
    {
        var most = context.ParseResult.GetValue(_max) ?? DefaultMost;
        var limit = context.ParseResult.GetValue(_limit) ?? long.MaxValue;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var taken = new List<string>();
        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        using var progress = new ProgressLine(
            context.Reporter,
            context.TimeProvider,
            elapsed => $"{taken.Count} {operation.TargetKind.Plural} found · {ProgressLine.Clock(elapsed)}",
            isImmediate: false);
        await foreach (var (id, state) in found.WithCancellation(cancellationToken))
        {
            if (ids.ComplaintAbout(id) is { } complaint)
            {
                context.Reporter.Warn($"left out what the service lists: {complaint}");
            }
            else if (seen.Add(ids.Canonical(id)))
            {
                taken.Add(id);
                if (state is { Length: > 0 })
                {
                    states[id] = string.Intern(state);
                }
            }

            if (taken.Count >= limit || (taken.Count > most && taken.Count >= MostCounted))
            {
                break;
            }
        }

        progress.Dispose();
        if (taken.Count > most)
        {
            var count = taken.Count >= MostCounted && taken.Count < limit
                ? $"{MostCounted} or more"
                : taken.Count.ToString(CultureInfo.InvariantCulture);
            throw new NotSentException(
                ExitCode.NotSent,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} {operation.TargetKind.Plural} match, and --max allows {most}: say more exactly which are meant, take fewer with --limit, "
                    + $"or allow more with --max. Nothing was sent."));
        }

        if (taken.Count == 0)
        {
            context.Reporter.Notice($"no {operation.TargetKind.Noun} matches that could be acted on: nothing was sent");
        }
        else if (!context.IsDryRun && context.PlanFile is null && !context.IsAgreed && !context.Prompt.IsThere)
        {
            var (why, option) = Confirmation.Obstacle(context);
            throw new NotSentException(
                ExitCode.NotSent,
                $"This would {operation.Name} {taken.Count} {(taken.Count == 1 ? operation.TargetKind.Noun : operation.TargetKind.Plural)}: "
                + $"{Shown(taken)}. {why}: add {option}. Nothing was sent.");
        }

        return TargetSelection.Found(taken, states);
    }

    private static string Shown(List<string> ids) =>
        PlainText.OneLine(string.Join(", ", ids.Take(10))
            + (ids.Count > 10 ? string.Create(CultureInfo.InvariantCulture, $" and {ids.Count - 10} more") : string.Empty));
}

/// <summary>A target that was found by what it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">The state in which it was seen, in the service's words; null where none was.</param>
internal readonly record struct FoundTarget(string Id, string? State = null);
