using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Targets;

/// <summary>The ids of the targets that a command acts on, as they are typed; <c>-</c> stands for those on standard input.</summary>
internal sealed class TargetArgument : Argument<string[]>
{
    /// <summary>Stands for the ids on standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>What the client takes at most.</summary>
    private const int MaxLength = 512;

    private readonly Func<string, string?> _complaint;
    private readonly Func<string, string> _canonical;
    private readonly HashSet<string> _literals = new(StringComparer.Ordinal);

    private TargetArgument(string name, string kind, string description, Func<string, string?> complaint, Func<string, string> canonical)
        : base(name)
    {
        _complaint = complaint;
        _canonical = canonical;
        Kind = kind;
        Description = $"{description} Several may be given; - reads them from standard input, one on each line.";
        HelpName = name;
        Arity = ArgumentArity.OneOrMore;
        Validators.Add(result =>
        {
            // An argument that takes several takes options that do not exist, too, and their values with them.
            var options = result.Tokens.Select(token => token.Value).Where(text => text.StartsWith('-') && text != StandardInput && !TryRead(text, out _) && !_literals.Contains(text)).ToList();
            var errors = options.Count > 0 && result.Parent is CommandResult { Command: var command }
                ? options.Select(option => UsageError.NoOption(option, command))
                : result.Tokens.Where(token => token.Value != StandardInput).Select(token => complaint(token.Value)).OfType<string>();
            foreach (var error in errors.Distinct(StringComparer.Ordinal))
            {
                result.AddError(error);
            }
        });
    }

    /// <summary>What the targets are, in the service's own words.</summary>
    public string Kind { get; }

    /// <summary>Ids that the service takes as text. An empty one, "." and ".." would address something else, and none holds a space.</summary>
    public static TargetArgument Text(string name, string kind, string description) => new(
        name,
        kind,
        description,
        text => text switch
        {
            "" or "." or ".." => $"'{text}' is no {kind} id.",
            { Length: > MaxLength } => $"That is no {kind} id: it is longer than {MaxLength} characters.",
            _ when PastedText.Complaint(text) is { } complaint => $"'{PlainText.OneLine(text)}' is no {kind} id: it {complaint}.",
            _ when text.Any(character => character is '/' or '\\' || char.IsSurrogate(character)) =>
                $"'{text}' is no {kind} id: it holds a slash or another character that no id has.",
            _ => null,
        },
        text => text);

    /// <summary>Ids that the service takes as 64-bit whole numbers.</summary>
    public static TargetArgument Number(string name, string kind, string description, long least = long.MinValue) => new(
        name,
        kind,
        description,
        text => TryRead(text, out var id) && id >= least
            ? null
            : PastedText.Complaint(text) is { } complaint
                ? $"'{PlainText.OneLine(text)}' is no {kind} id: it {complaint}."
                : $"'{text}' is no {kind} id: it is a {(least > 0 ? "positive " : string.Empty)}whole number of at most 64 bits, such as 839265.",
        text => ToNumber(text).ToString(CultureInfo.InvariantCulture));

    /// <summary>An id as a number; only for one that was accepted.</summary>
    public static long ToNumber(string id) => TryRead(id, out var number) ? number : throw new InvalidOperationException("The id was not checked.");

    /// <summary>Takes these for ids, although they begin like options: they were typed after <c>--</c>.</summary>
    public void TakeLiterally(IEnumerable<string> literals) => _literals.UnionWith(literals);

    /// <summary>Offers ids that the service has.</summary>
    public void CompleteWith(Func<CompletionContext, IEnumerable<CompletionItem>> ids) => CompletionSources.Add(ids);

    /// <summary>Whether completion may offer an id: the command itself takes it, and it is no option of any.</summary>
    public bool Offers(string id) => !id.StartsWith('-') && ComplaintAbout(id) is null;

    /// <summary>What is wrong with an id, or null.</summary>
    public string? ComplaintAbout(string id) => _complaint(id);

    /// <summary>The one way to write an id, by which two are the same.</summary>
    public string Canonical(string id) => _canonical(id);

    /// <summary>The ids as they were typed.</summary>
    public IReadOnlyList<string> TypedIn(ParseResult parseResult) => [.. parseResult.GetResult(this)?.Tokens.Select(token => token.Value) ?? []];

    /// <summary>The id where exactly one was typed, else null.</summary>
    public string? OnlyOneIn(ParseResult parseResult) => TypedIn(parseResult) is [not StandardInput and var id] ? id : null;

    private static bool TryRead(string text, out long id) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id);
}
