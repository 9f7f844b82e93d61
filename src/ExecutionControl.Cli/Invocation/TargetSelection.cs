using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;

namespace ExecutionControl.Cli.Invocation;

/// <summary>The targets that a command is to act on, each once.</summary>
/// <param name="Ids">Their ids, in the order in which they were named.</param>
/// <param name="IsSingle">Whether one was named and no other could have been: then the answer is about it alone.</param>
internal sealed record TargetSelection(IReadOnlyList<string> Ids, bool IsSingle)
{
    /// <summary>Whether nobody has named them: they were found by what they are.</summary>
    public bool IsFound { get; private init; }

    /// <summary>The states in which those were seen that were found, by their ids.</summary>
    public IReadOnlyDictionary<string, string> States { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static TargetSelection Of(string id) => new([id], IsSingle: true);

    /// <summary>The targets, without those that were named before.</summary>
    public static TargetSelection Of(IEnumerable<string> typed, TargetIds ids) =>
        new([.. typed.DistinctBy(ids.Canonical, StringComparer.Ordinal)], IsSingle: false);

    /// <summary>Targets that were found, each once.</summary>
    public static TargetSelection Found(IReadOnlyList<string> ids, IReadOnlyDictionary<string, string> states) =>
        new(ids, IsSingle: false) { IsFound = true, States = states };

    /// <summary>Selects the targets that a command line names, standard input included.</summary>
    /// <exception cref="NotSentException">Standard input holds something else than ids, or nothing.</exception>
    public static async Task<TargetSelection> ReadAsync(CommandContext context, TargetArgument argument, CancellationToken cancellationToken)
    {
        if (argument.OnlyOneIn(context.ParseResult) is { } one)
        {
            return Of(one);
        }

        var ids = new List<string>();
        IReadOnlyList<string>? input = null;
        foreach (var typed in argument.TypedIn(context.ParseResult))
        {
            if (typed != TargetArgument.StandardInput)
            {
                ids.Add(typed);
            }
            else if (input is null)
            {
                ids.AddRange(input = await TargetInput.ReadAsync(context, argument, cancellationToken));
            }
        }

        if (ids.Count == 0)
        {
            // An empty list is no mistake: one that broke off says so.
            context.Reporter.Notice($"standard input names no {argument.Ids.Kind}: there is nothing to do");
        }

        return Of(ids, argument.Ids);
    }
}

/// <summary>Selects the targets of a command on whose command line no ids stand.</summary>
/// <typeparam name="TClient">The service's client, which may be asked.</typeparam>
internal interface ITargetSelector<in TClient>
{
    /// <summary>What the help says of it beside the ids.</summary>
    string Hint { get; }

    /// <summary>Adds to a command what says how to select.</summary>
    /// <param name="command">The command.</param>
    /// <param name="typed">The ids on its command line.</param>
    void AddTo(Command command, TargetArgument typed);

    /// <summary>Refuses a command line that names no targets, before anything else is looked at.</summary>
    /// <exception cref="NotSentException">It is refused.</exception>
    void Require(CommandContext context);

    /// <summary>Selects the targets; the service may be asked, but nothing is changed there.</summary>
    /// <exception cref="NotSentException">Nothing was chosen.</exception>
    Task<TargetSelection> SelectAsync(CommandContext context, TClient client, TargetIds ids, CancellationToken cancellationToken);
}
