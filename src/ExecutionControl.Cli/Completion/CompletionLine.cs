using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ExecutionControl.Cli.Completion;

/// <summary>
/// A line that a shell wants completed, as <c>[suggest:N]</c> can read it. The library takes what follows a switch for the switch's value, and
/// fails on a value that is joined to its option by an equals sign: such a line is put in other words.
/// </summary>
/// <param name="Arguments">What to parse in place of what the shell gave.</param>
/// <param name="Word">What is typed of the word to complete. The library offers words with it in their middle, too.</param>
/// <param name="Prefix">What belongs before everything that is offered, such as <c>--decision=</c>.</param>
internal sealed partial record CompletionLine(IReadOnlyList<string> Arguments, string Word, string Prefix)
{
    /// <summary>The line in the arguments, or null when they ask for no completion.</summary>
    public static CompletionLine? Of(IReadOnlyList<string> arguments, Command root)
    {
        if (arguments is not [var directive, var text] || Suggest().Match(directive) is not { Success: true } match)
        {
            return null;
        }

        var line = text[..Math.Min(text.Length, int.Parse(match.Groups["position"].Value, CultureInfo.InvariantCulture))];
        var start = line.LastIndexOf(' ') + 1;
        var (head, word) = (line[..start], line[start..]);
        var prefix = Joined().Match(word).Value;
        if (prefix.Length > 0)
        {
            return Rewritten($"{head}{prefix[..^1]} ", word[prefix.Length..], prefix);
        }

        var before = head.TrimEnd().Split(' ')[^1];
        return Rewritten(Switches(root).Contains(before, StringComparer.Ordinal) ? $"{head}true " : head, word, string.Empty);
    }

    private static CompletionLine Rewritten(string head, string word, string prefix) =>
        new([string.Create(CultureInfo.InvariantCulture, $"[suggest:{head.Length + word.Length}]"), head + word], word, prefix);

    private static IEnumerable<string> Switches(Command command) => command.Options
        .Where(option => option.ValueType == typeof(bool))
        .SelectMany(option => option.Aliases.Prepend(option.Name))
        .Concat(command.Subcommands.SelectMany(Switches));

    [GeneratedRegex(@"^\[suggest:(?<position>\d{1,6})\]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Suggest();

    [GeneratedRegex("^--[a-z-]+=", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joined();
}
