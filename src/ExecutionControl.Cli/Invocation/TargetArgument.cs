using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.Completion;

namespace ExecutionControl.Cli.Invocation;

/// <summary>The id of the one target that a command acts on.</summary>
internal sealed class TargetArgument : Argument<string>
{
    private TargetArgument(string name, string description, Func<string, string?> complaint)
        : base(name)
    {
        Description = description;
        HelpName = name;
        Validators.Add(result =>
        {
            var text = result.Tokens is [var token, ..] ? token.Value : string.Empty;
            if (complaint(text) is { } message)
            {
                result.AddError(message);
            }
        });
    }

    /// <summary>An id that the service takes as text. An empty one, "." and ".." would address something else.</summary>
    public static TargetArgument Text(string name, string kind, string description) => new(
        name,
        description,
        text => text.Trim() is "" or "." or ".." ? $"'{text}' is no {kind} id." : null);

    /// <summary>An id that the service takes as a 64-bit whole number.</summary>
    public static TargetArgument Number(string name, string kind, string description, long least = long.MinValue) => new(
        name,
        description,
        text => TryRead(text, out var id) && id >= least
            ? null
            : $"'{text}' is no {kind} id: it is a {(least > 0 ? "positive " : string.Empty)}whole number of at most 64 bits, such as 839265.");

    /// <summary>Offers ids that the service has.</summary>
    public void CompleteWith(IdCompletion ids) => CompletionSources.Add(ids.Complete);

    /// <summary>The id as it was typed, or null where none was.</summary>
    public string? TextIn(ParseResult parseResult) => parseResult.GetResult(this)?.Tokens is [var token, ..] ? token.Value : null;

    /// <summary>The id as a number; only for a command line that was accepted.</summary>
    public long NumberIn(ParseResult parseResult) =>
        TryRead(parseResult.GetRequiredValue(this), out var id) ? id : throw new InvalidOperationException("The id was not checked.");

    private static bool TryRead(string text, out long id) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id);
}
