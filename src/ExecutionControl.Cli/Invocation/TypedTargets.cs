using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Selects the targets that a command line names, standard input included.</summary>
internal static class TypedTargets
{
    /// <exception cref="NotSentException">Standard input holds something else than ids, or nothing.</exception>
    public static async Task<TargetSelection> SelectAsync(CommandContext context, TargetArgument argument, CancellationToken cancellationToken)
    {
        if (argument.OnlyOneIn(context.ParseResult) is { } one)
        {
            return TargetSelection.Of(one);
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

        return ids.Count > 0
            ? TargetSelection.Of(ids, argument.Ids)
            : throw new NotSentException(ExitCode.NotSent, $"Standard input names no {argument.Ids.Kind}. Nothing was sent.");
    }
}
