using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Selects the targets of a command by what they are, as the list of their kind does, and only those that the operation can act on.</summary>
/// <param name="query">Which are meant.</param>
/// <param name="operation">What is done to them.</param>
internal sealed class QuerySelector<TClient, TRow>(ItemQuery<TClient, TRow> query, ControlOperation operation) : ITargetSelector<TClient>
{
    private readonly IReadOnlyList<string>? _actionable = ActionableStates.Of(operation.Id);
    private readonly SelectionLimit _limit = new();
    private readonly Option<bool> _all = new("--all")
    {
        Description = "Take all that match the other options, and every one there is without any.",
    };

    public string Hint => "In place of ids, options say which are meant.";

    public void AddTo(Command command, TargetArgument typed)
    {
        typed.Arity = ArgumentArity.ZeroOrMore;
        IReadOnlyList<Option> options = [_all, .. query.Options, .. _limit.Options];
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(typed) is { Tokens.Count: > 0 }
                && options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } extra)
            {
                result.AddError($"{extra.Name} finds targets in place of ids: leave one of them out.");
            }
        });
    }

    public void Require(CommandContext context)
    {
        if (!context.ParseResult.GetValue(_all) && !query.IsNarrowedIn(context.ParseResult))
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"Which {operation.TargetKind.Plural} are meant is not said: give each {TargetIds.Of(operation.TargetKind).Name}, "
                + "or say which, such as with --running or --older-than 1h; "
                + "--all takes every one. Nothing was sent.");
        }

        query.Require(context, _actionable);
    }

    public Task<TargetSelection> SelectAsync(CommandContext context, TClient client, TargetIds ids, CancellationToken cancellationToken) =>
        _limit.TakeAsync(
            context,
            query.FindAsync(context, client, _actionable, cancellationToken)
                .Select(row => new FoundTarget(query.Facts.Id(row), query.Facts.State?.Invoke(row))),
            ids,
            operation,
            cancellationToken);
}
