using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Items;

namespace ExecutionControl.Cli.Invocation;

/// <summary>The options that say which items of one kind are meant: the same for the list and for the commands that act on what they find.</summary>
/// <typeparam name="TClient">The service's client.</typeparam>
/// <typeparam name="TRow">The items.</typeparam>
internal abstract class ItemQuery<TClient, TRow>
{
    private readonly StateOption _states;
    private readonly IReadOnlyList<string> _runningStates;
    private readonly Option<bool> _running = new("--running")
    {
        Description = "Keep those that have begun or are about to: neither at an end nor paused, by the states that ectl knows.",
    };

    /// <param name="facts">What is asked of an item.</param>
    /// <param name="states">The option for states.</param>
    /// <param name="runningStates">The states of what runs.</param>
    /// <param name="name">What an item's name is, for the help; null where it has none of its own.</param>
    protected ItemQuery(ItemFacts<TRow> facts, StateOption states, IReadOnlyList<string> runningStates, string? name)
    {
        Facts = facts;
        Filter = new ItemFilter<TRow>(facts, "created", name);
        _states = states;
        _runningStates = runningStates;
    }

    /// <summary>What is asked of an item.</summary>
    public ItemFacts<TRow> Facts { get; }

    /// <summary>All options, in the order of the help.</summary>
    public IReadOnlyList<Option> Options => [_states, _running, .. Own, .. Filter.Options];

    /// <summary>Whether anything was typed that says which are meant.</summary>
    public bool IsNarrowedIn(ParseResult parseResult) => Options.Any(option => parseResult.GetResult(option) is { Implicit: false });

    /// <summary>Finds the items that are meant.</summary>
    /// <param name="context">The command.</param>
    /// <param name="client">The service's client.</param>
    /// <param name="actionable">The only states that are of use; null for all.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="NotSentException">The options leave no state.</exception>
    public IAsyncEnumerable<TRow> FindAsync(
        CommandContext context, TClient client, IReadOnlyList<string>? actionable, CancellationToken cancellationToken) => Filter.Keep(
        ReadAsync(client, context.ParseResult, StatesIn(context.ParseResult, actionable), cancellationToken),
        context.ParseResult,
        context.TimeProvider.GetUtcNow());

    /// <summary>Refuses options that contradict each other.</summary>
    /// <exception cref="NotSentException">They do.</exception>
    public void Require(CommandContext context, IReadOnlyList<string>? actionable) => StatesIn(context.ParseResult, actionable);

    /// <summary>The options of this kind of item alone.</summary>
    protected abstract IReadOnlyList<Option> Own { get; }

    /// <summary>The options for age and name.</summary>
    protected ItemFilter<TRow> Filter { get; }

    /// <summary>Asks the service.</summary>
    /// <param name="client">The client.</param>
    /// <param name="parseResult">What was typed.</param>
    /// <param name="states">The states to keep, by their short names; null for all, never none.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    protected abstract IAsyncEnumerable<TRow> ReadAsync(
        TClient client, ParseResult parseResult, IReadOnlyList<string>? states, CancellationToken cancellationToken);

    private List<string>? StatesIn(ParseResult parseResult, IReadOnlyList<string>? actionable)
    {
        var typed = _states.NamesIn(parseResult);
        var isRunning = parseResult.GetValue(_running);
        if (typed.Count == 0 && !isRunning && actionable is null)
        {
            return null;
        }

        var kept = (typed.Count > 0 ? typed : isRunning ? _runningStates : actionable!)
            .Where(state => !isRunning || _runningStates.Contains(state, StringComparer.Ordinal))
            .ToList();
        if (kept.Count == 0)
        {
            throw new NotSentException(ExitCode.NotSent, $"--running keeps none that is {Words(typed)}: leave one of them out. Nothing was sent.");
        }

        var usable = kept.Where(state => actionable?.Contains(state, StringComparer.Ordinal) is not false).ToList();
        return usable.Count > 0
            ? usable
            : throw new NotSentException(
                ExitCode.NotSent,
                $"{UsageError.PathOf(parseResult.CommandResult.Command)} acts on what is {Words(actionable!)}, "
                + $"and on none that is {Words(kept)}. Nothing was sent.");
    }

    private static string Words(IReadOnlyList<string> states) =>
        states.Count == 1 ? states[0] : $"{string.Join(", ", states.SkipLast(1))} or {states[^1]}";
}
