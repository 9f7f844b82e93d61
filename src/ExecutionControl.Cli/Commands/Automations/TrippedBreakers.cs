using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.Automations;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>Selects automations whose circuit breaker is tripped: all of them with <c>--all-tripped</c>, or those that somebody chooses.</summary>
internal sealed class TrippedBreakers : ITargetSelector<ConductorOneClient>
{
    private const int MostQuestions = 3;
    private const int MostCountsAtOnce = 4;

    /// <summary>Counting must not keep an emergency waiting.</summary>
    private static readonly TimeSpan CountTimeLimit = TimeSpan.FromSeconds(3);

    private readonly Option<bool> _all = new("--all-tripped")
    {
        Description = "Take every automation whose circuit breaker is tripped, in place of ids. Without a terminal it needs --yes.",
    };

    public string Hint => "On a terminal those that are tripped are offered where none is given.";

    public void AddTo(Command command, TargetArgument typed)
    {
        typed.Arity = ArgumentArity.ZeroOrMore;
        command.Add(_all);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_all) is { Implicit: false } && result.GetResult(typed) is { Tokens.Count: > 0 })
            {
                result.AddError("--all-tripped takes the place of ids: leave one of them out.");
            }
        });
    }

    public void Require(CommandContext context)
    {
        if (!IsAll(context) && !context.Streams.IsInteractive)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"{context.ParseResult.CommandResult.Command.Name} needs the id of an automation: 'ectl automations list --tripped' lists those whose "
                + "circuit breaker is tripped, and --all-tripped --yes takes all of them. Nothing was sent.");
        }
    }

    public async Task<TargetSelection> SelectAsync(CommandContext context, ConductorOneClient client, TargetIds ids, CancellationToken cancellationToken)
    {
        // A dry run sends nothing that changes anything: which breakers are tripped it may ask.
        var tripped = await client.ListAutomationsAsync(cancellationToken)
            .Where(automation => automation.IsCircuitBreakerTripped)
            .ToListAsync(cancellationToken);
        return IsAll(context) ? All(context, tripped, ids) : await ChooseAsync(context, client, tripped, ids, cancellationToken);
    }

    private bool IsAll(CommandContext context) => context.ParseResult.GetValue(_all);

    /// <exception cref="NotSentException">Nobody is there to be asked, and nobody has agreed.</exception>
    private static TargetSelection All(CommandContext context, List<Automation> tripped, TargetIds ids)
    {
        if (tripped.Count > 0 && !context.Streams.IsInteractive && !context.IsAgreed && !context.IsDryRun)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"--all-tripped would take {tripped.Count} {(tripped.Count == 1 ? "automation" : "automations")}: "
                + $"{string.Join(", ", tripped.Select(automation => automation.Id))}. "
                + "Without a terminal to ask on it needs --yes. Nothing was sent.");
        }

        if (tripped.Count == 0)
        {
            context.Reporter.Notice("no automation's circuit breaker is tripped: nothing was sent");
        }

        return TargetSelection.Of(tripped.Select(automation => automation.Id), ids);
    }

    /// <summary>Shows them with a number each, and asks for numbers: that needs no more of a terminal than that it prints lines.</summary>
    /// <exception cref="NotSentException">Nothing was chosen.</exception>
    private static async Task<TargetSelection> ChooseAsync(
        CommandContext context,
        ConductorOneClient client,
        List<Automation> tripped,
        TargetIds ids,
        CancellationToken cancellationToken)
    {
        if (tripped.Count == 0)
        {
            throw new NotSentException(
                ExitCode.NotSent, "No automation's circuit breaker is tripped, so there is none to choose: give the id of an automation. Nothing was sent.");
        }

        context.Ask(context.Streams.ErrorStyle.Paint($"Tripped circuit breakers of {context.Where}:", Tone.Held));
        foreach (var line in Rows(tripped, await CountAsync(context, client, tripped, cancellationToken), context.TimeProvider.GetUtcNow()))
        {
            context.Ask(line);
        }

        for (var asked = 0; asked < MostQuestions; asked++)
        {
            var answer = await context.ReadAnswerAsync("Which? Numbers such as 1, 1 3 or 2-4, or all; empty for none: ", cancellationToken);
            if (string.IsNullOrWhiteSpace(answer))
            {
                break;
            }

            if (NumberChoice.Parse(answer, tripped.Count) is { } numbers)
            {
                return numbers is [var only]
                    ? TargetSelection.Of(tripped[only - 1].Id)
                    : TargetSelection.Of(numbers.Select(number => tripped[number - 1].Id), ids);
            }

            context.Ask($"'{PlainText.OneLine(answer.Trim())}' names no numbers from 1 to {tripped.Count}.");
        }

        throw new NotSentException(ExitCode.NotSent, "Declined: nothing was sent.");
    }

    private static IEnumerable<string> Rows(IReadOnlyList<Automation> tripped, IReadOnlyDictionary<string, string> counts, DateTimeOffset now) =>
        AlignedText.Of(
        [
            .. tripped.Select((automation, index) => (string[])
            [
                string.Create(CultureInfo.InvariantCulture, $"  {index + 1}"),
                PlainText.OneLine(automation.Id),
                PlainText.OneLine(automation.DisplayName),
                $"{counts.GetValueOrDefault(automation.Id, "not known how many")} paused",
                automation.CircuitBreaker?.TrippedAt is { } trippedAt ? $"tripped {RelativeTime.Of(trippedAt, now)}" : "tripped",
            ]),
        ]);

    /// <summary>Counts what each has paused, as far as that goes in a short time.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> CountAsync(
        CommandContext context,
        ConductorOneClient client,
        IReadOnlyList<Automation> tripped,
        CancellationToken cancellationToken)
    {
        var counts = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        using var timeout = new CancellationTokenSource(CountTimeLimit, context.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await Parallel.ForEachAsync(
                tripped,
                new ParallelOptions { MaxDegreeOfParallelism = MostCountsAtOnce, CancellationToken = linked.Token },
                async (automation, token) =>
                {
                    try
                    {
                        counts[automation.Id] = await BreakerOperation.CountPausedAsync(client, automation.Id, token);
                    }
                    catch (ControlCallException)
                    {
                        // It is offered without a number.
                    }
                });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What was counted by now is shown.
        }

        return counts;
    }
}

/// <summary>Reads which of some numbered lines somebody chose.</summary>
internal static class NumberChoice
{
    private static readonly char[] Separators = [' ', ',', ';', '\t'];

    /// <summary>The numbers, each once and in the order in which they were typed; null when the text names anything else.</summary>
    /// <param name="text">Numbers and ranges, or the word all.</param>
    /// <param name="count">The highest number.</param>
    public static IReadOnlyList<int>? Parse(string text, int count)
    {
        if (string.Equals(text.Trim(), "all", StringComparison.OrdinalIgnoreCase))
        {
            return [.. Enumerable.Range(1, count)];
        }

        var chosen = new List<int>();
        foreach (var part in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-', 2);
            if (Number(ends[0], count) is not { } first || Number(ends[^1], count) is not { } last || first > last)
            {
                return null;
            }

            chosen.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return chosen.Count > 0 ? [.. chosen.Distinct()] : null;
    }

    private static int? Number(string text, int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= count ? number : null;
}
