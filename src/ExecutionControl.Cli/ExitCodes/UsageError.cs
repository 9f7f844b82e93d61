using System.CommandLine;
using System.Text.RegularExpressions;

namespace ExecutionControl.Cli.ExitCodes;

/// <summary>Says what is wrong with a command line, and which command or option was probably meant.</summary>
internal static partial class UsageError
{
    /// <summary>The sentences about a command line that was not accepted.</summary>
    public static IReadOnlyList<string> Describe(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var path = PathOf(command);
        List<string> lines = [.. command.Subcommands.Count > 0 ? Missing(parseResult, command, path) : Wrong(parseResult, command)];
        lines.Add($"Nothing was sent. See: {path} --help");
        return lines;
    }

    /// <summary>The complaint about an option that a command does not have.</summary>
    public static string NoOption(string typed, Command command) => $"There is no option '{typed}'.{Hint(typed, OptionNames(command))}";

    /// <summary>The command's name with those of its parents, as it is typed.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "ectl";

    /// <summary>Every option that the command takes, its parents' recursive ones included.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) => command.Options.Concat(
        Ancestors(command).SelectMany(ancestor => ancestor.Options.Where(option => option.Recursive)));

    private static IEnumerable<Command> Ancestors(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => Ancestors(parent).Prepend(parent));

    private static IEnumerable<string> Missing(ParseResult parseResult, Command command, string path)
    {
        var names = command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name).ToList();
        if (parseResult.UnmatchedTokens is not [var typed, ..])
        {
            return [$"{path} needs a command: {string.Join(", ", names)}."];
        }

        return typed.StartsWith('-')
            ? [NoOption(typed, command)]
            : [$"{path} has no command '{typed}'.{Hint(typed, names)}"];
    }

    private static IEnumerable<string> Wrong(ParseResult parseResult, Command command)
    {
        var unmatched = parseResult.UnmatchedTokens;
        foreach (var typed in unmatched)
        {
            yield return typed.StartsWith('-')
                ? NoOption(typed, command)
                : $"'{typed}' is one argument too many.";
        }

        foreach (var error in parseResult.Errors.Where(error => !unmatched.Any(typed => error.Message.Contains($"'{typed}'", StringComparison.Ordinal))))
        {
            yield return WrongNumber().Replace(error.Message, "${option} takes a whole number, not '${value}'");
        }
    }

    private static IEnumerable<string> OptionNames(Command command) => OptionsOf(command).Select(option => option.Name);

    private static string Hint(string typed, IEnumerable<string> names) =>
        NearestName.Of(typed, names) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;

    /// <summary>The parser's own words name a type of .NET's.</summary>
    [GeneratedRegex(
        "^Cannot parse argument '(?<value>.*)' for option '(?<option>[^']*)' as expected type '[^']*Int(?:32|64)[^']*'", RegexOptions.Singleline, 1000)]
    private static partial Regex WrongNumber();
}
