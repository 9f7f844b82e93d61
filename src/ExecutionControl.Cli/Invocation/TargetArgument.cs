using System.CommandLine;
using System.CommandLine.Parsing;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;

namespace ExecutionControl.Cli.Invocation;

/// <summary>The ids of the targets of a command, as they are typed; <c>-</c> stands for those on standard input.</summary>
internal sealed class TargetArgument : Argument<string[]>
{
    /// <summary>Stands for the ids on standard input.</summary>
    public const string StandardInput = "-";

    /// <param name="ids">What is taken for an id.</param>
    /// <param name="description">What the targets are, for the help.</param>
    /// <param name="literals">What was typed after <c>--</c>: taken for ids, although they may begin like options.</param>
    public TargetArgument(TargetIds ids, string description, IReadOnlyList<string> literals)
        : base(ids.Name)
    {
        Ids = ids;
        Description = $"{description} Several may be given; - reads them from standard input, one on each line.";
        HelpName = ids.Name;
        Arity = ArgumentArity.OneOrMore;
        Validators.Add(result =>
        {
            // An argument that takes several takes options that do not exist, too, and their values with them.
            var options = result.Tokens.Select(token => token.Value)
                .Where(text => text.StartsWith('-')
                    && text != StandardInput
                    && !TargetIds.TryRead(text, out _)
                    && !literals.Contains(text, StringComparer.Ordinal))
                .ToList();
            var errors = options.Count > 0 && result.Parent is CommandResult { Command: var command }
                ? options.Select(option => UsageError.NoOption(option, command))
                : result.Tokens.Where(token => token.Value != StandardInput).Select(token => ids.ComplaintAbout(token.Value)).OfType<string>();
            foreach (var error in errors.Distinct(StringComparer.Ordinal))
            {
                result.AddError(error);
            }
        });
    }

    /// <summary>What is taken for an id.</summary>
    public TargetIds Ids { get; }

    /// <summary>Whether completion may offer an id: the command itself takes it, and it is no option of any.</summary>
    public bool Offers(string id) => !id.StartsWith('-') && Ids.ComplaintAbout(id) is null;

    /// <summary>The ids as they were typed.</summary>
    public IReadOnlyList<string> TypedIn(ParseResult parseResult) => [.. parseResult.GetResult(this)?.Tokens.Select(token => token.Value) ?? []];

    /// <summary>The id where exactly one was typed, else null.</summary>
    public string? OnlyOneIn(ParseResult parseResult) => TypedIn(parseResult) is [not StandardInput and var id] ? id : null;
}
