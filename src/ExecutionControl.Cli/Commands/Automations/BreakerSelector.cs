using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>
/// Selects automations by what their circuit breakers did: all that are tripped, all that have paused executions, or those that somebody
/// chooses.
/// </summary>
/// <param name="operation">What is done to them.</param>
/// <param name="settlesPaused">Whether it is about what is paused, which is there as well after a breaker was closed.</param>
internal sealed class BreakerSelector(ControlOperation operation, bool settlesPaused) : ITargetSelector<ConductorOneClient>
{
    private const int MostQuestions = 3;

    /// <summary>Counting must not keep an emergency waiting.</summary>
    private static readonly TimeSpan CountTimeLimit = TimeSpan.FromSeconds(3);

    private readonly SelectionLimit _limit = new();
    private readonly Option<bool> _allTripped = new("--all-tripped")
    {
        Description = "Take every automation whose circuit breaker is tripped, in place of ids.",
    };

    private readonly Option<bool> _allPaused = new("--all-paused")
    {
        Description = "Take every automation that has paused executions, whether its circuit breaker is tripped or not, in place of ids.",
    };

    public string Hint => "On a terminal those that could be meant are offered where none is given.";

    private IReadOnlyList<Option<bool>> Alls => settlesPaused ? [_allTripped, _allPaused] : [_allTripped];

    public void AddTo(Command command, TargetArgument typed)
    {
        typed.Arity = ArgumentArity.ZeroOrMore;
        IReadOnlyList<Option> options = [.. Alls, .. _limit.Options];
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            var alls = Alls.Where(option => result.GetResult(option) is { Implicit: false }).ToList();
            if (result.GetResult(typed) is { Tokens.Count: > 0 }
                && options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } extra)
            {
                result.AddError($"{extra.Name} finds targets in place of ids: leave one of them out.");
            }
            else if (alls.Count > 1)
            {
                result.AddError("--all-paused takes those that are tripped and have something paused, too: leave --all-tripped out.");
            }
        });
    }

    public void Require(CommandContext context)
    {
        if (!Alls.Any(context.ParseResult.GetValue) && !context.Prompt.IsThere)
        {
            var name = context.ParseResult.CommandResult.Command.Name;
            throw new NotSentException(
                ExitCode.NotSent,
                settlesPaused
                    ? $"{name} needs the id of an automation: 'ectl automations list --paused' lists those that have paused executions, and "
                        + "--all-paused --yes takes all of them. Nothing was sent."
                    : $"{name} needs the id of an automation: 'ectl automations list --tripped' lists those whose circuit breaker is tripped, and "
                        + "--all-tripped --yes takes all of them. Nothing was sent.");
        }
    }

    public async Task<TargetSelection> SelectAsync(CommandContext context, ConductorOneClient client, TargetIds ids, CancellationToken cancellationToken)
    {
        // A dry run sends nothing that changes anything: which breakers are tripped it may ask.
        var all = client.ListAutomationsAsync(cancellationToken: cancellationToken);
        var found = context.ParseResult switch
        {
            var typed when typed.GetValue(_allTripped) => all.Where(automation => automation.IsCircuitBreakerTripped),
            var typed when settlesPaused && typed.GetValue(_allPaused) => new PausedExecutions(client, context.TimeProvider)
                .CountEachAsync(all, fail: null, most: 1, cancellationToken)
                .Where(row => row.Paused is { IsAny: true })
                .Select(row => row.Automation),
            _ => null,
        };
        return found is null
            ? await ChooseAsync(context, client, await all.ToListAsync(cancellationToken), ids, cancellationToken)
            : await _limit.TakeAsync(context, found.Select(automation => new FoundTarget(automation.Id)), ids, operation, cancellationToken);
    }

    /// <summary>Shows them with a number each, and asks for numbers: that needs no more of a terminal than that it prints lines.</summary>
    /// <exception cref="NotSentException">Nothing was chosen.</exception>
    private async Task<TargetSelection> ChooseAsync(
        CommandContext context,
        ConductorOneClient client,
        IReadOnlyList<Automation> all,
        TargetIds ids,
        CancellationToken cancellationToken)
    {
        var offered = await CountAsync(
            context, client, settlesPaused ? all : [.. all.Where(automation => automation.IsCircuitBreakerTripped)], cancellationToken);
        var tripped = offered.Where(row => row.Automation.IsCircuitBreakerTripped || row.Paused is { IsAny: true }).ToList();
        if (tripped.Count == 0)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"No automation's circuit breaker is tripped{(settlesPaused ? " and none has paused executions" : string.Empty)}, so there is none to choose: "
                + "give the id of an automation. Nothing was sent.");
        }

        context.Ask(context.Prompt.Style.Paint(
            $"{(settlesPaused ? "Tripped circuit breakers and paused executions" : "Tripped circuit breakers")} of {context.Where}:", Tone.Held));
        foreach (var line in Rows(tripped, context.TimeProvider.GetUtcNow()))
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
                    ? TargetSelection.Of(tripped[only - 1].Automation.Id)
                    : TargetSelection.Of(numbers.Select(number => tripped[number - 1].Automation.Id), ids);
            }

            context.Ask($"'{PlainText.OneLine(answer.Trim())}' names no numbers from 1 to {tripped.Count}.");
        }

        throw new NotSentException(ExitCode.NotSent, "Declined: nothing was sent.");
    }

    private static IEnumerable<string> Rows(IReadOnlyList<CountedAutomation> rows, DateTimeOffset now) => AlignedText.Of(
    [
        .. rows.Select((row, index) => (string[])
        [
            string.Create(CultureInfo.InvariantCulture, $"  {index + 1}"),
            PlainText.OneLine(row.Automation.Id),
            PlainText.OneLine(row.Automation.DisplayName),
            $"{row.Paused?.ToString() ?? "not known how many"} paused",
            row.Automation switch
            {
                { CircuitBreaker.TrippedAt: { } trippedAt } => $"tripped {RelativeTime.Of(trippedAt, now)}",
                { IsCircuitBreakerTripped: true } => "tripped",
                _ => "closed",
            },
        ]),
    ]);

    /// <summary>Counts what each has paused, as far as that goes in a short time.</summary>
    private static async Task<IReadOnlyList<CountedAutomation>> CountAsync(
        CommandContext context, ConductorOneClient client, IReadOnlyList<Automation> automations, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(CountTimeLimit, context.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var counted = new Dictionary<string, CountedAutomation>(StringComparer.Ordinal);
        try
        {
            var rows = new PausedExecutions(client, context.TimeProvider).CountEachAsync(
                automations.ToAsyncEnumerable(), _ => { }, BoundedCount.Most, linked.Token);
            await foreach (var row in rows)
            {
                counted[row.Automation.Id] = row;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What was counted by now is shown.
        }

        return [.. automations.Select(automation => counted.GetValueOrDefault(automation.Id) ?? new CountedAutomation(automation, Paused: null))];
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
