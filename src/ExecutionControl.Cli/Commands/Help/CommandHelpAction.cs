using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Commands.Help;

/// <summary>
/// Prints what a command is, its arguments and options, and two examples. What all commands have in common is named only: a screen is soon
/// full. The parser's own help knows neither.
/// </summary>
/// <param name="options">The options that every command takes.</param>
/// <param name="style">What standard output can show.</param>
internal sealed class CommandHelpAction(GlobalOptions options, TerminalStyle style) : SynchronousCommandLineAction
{
    private const int MostExamples = 2;
    private const int WidestTitle = 26;

    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(WrappedText.Of(command.Description ?? string.Empty, style.Columns, indent: 0));
        output.WriteLine();
        output.WriteLine(WrappedText.Hanging($"Usage: {UsageOf(command)}", style.Columns, indent: "Usage: ".Length));
        output.WriteLine();
        Section(output, "Commands:", command.Subcommands.Where(child => !child.Hidden).Select(child => (child.Name, child.Description)));
        Section(output, "Arguments:", command.Arguments.Select(argument => (argument.HelpName ?? argument.Name, argument.Description)));
        Section(output, "Options:", OptionsOf(command).Select(option => (TitleOf(option), option.Description)));
        if (command is IDocumentedCommand documented)
        {
            Section(output, "Examples:", documented.Examples.Take(MostExamples).Select(example => (example, (string?)null)));
            Close(output, command, documented.ExitCodes);
        }

        return (int)ExitCode.Success;
    }

    /// <summary>The options that every command takes, each with what it does.</summary>
    public static string Explain(IEnumerable<Option> options, int columns) =>
        string.Join(Environment.NewLine, Rows([.. options.Select(option => (TitleOf(option), option.Description))], columns));

    /// <summary>How a command is typed.</summary>
    public static string UsageOf(Command command)
    {
        if (command.Subcommands.Count > 0)
        {
            return $"{UsageError.PathOf(command)} <command>";
        }

        var arguments = command.Arguments.Select(argument =>
        {
            var name = $"<{argument.HelpName ?? argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : string.Empty)}";
            return argument.Arity.MinimumNumberOfValues > 0 ? name : $"[{name}]";
        });
        var required = OptionsOf(command).Where(option => option.Required).Select(TitleOf);
        return string.Join(' ', arguments.Prepend(UsageError.PathOf(command)).Concat(required).Append("[options]"));
    }

    /// <summary>A command's own options.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Where(option => option is { Hidden: false, Recursive: false } and not HelpOption and not VersionOption);

    /// <summary>An option as it is typed.</summary>
    public static string TitleOf(Option option)
    {
        var names = string.Join(", ", option.Aliases.Prepend(option.Name));
        return option.ValueType == typeof(bool) ? names : $"{names} <{option.HelpName ?? "value"}>";
    }

    private void Section(TextWriter output, string title, IEnumerable<(string Title, string? Text)> rows)
    {
        List<(string Title, string? Text)> list = [.. rows];
        if (list.Count == 0)
        {
            return;
        }

        output.WriteLine(title);
        foreach (var line in Rows(list, style.Columns))
        {
            output.WriteLine(line);
        }

        output.WriteLine();
    }

    /// <summary>A title that is too long for its column has a line of its own.</summary>
    private static IEnumerable<string> Rows(List<(string Title, string? Text)> rows, int columns)
    {
        var width = rows.Where(row => row.Title.Length <= WidestTitle).Select(row => row.Title.Length).DefaultIfEmpty(WidestTitle).Max();
        foreach (var (title, text) in rows)
        {
            if (text is null)
            {
                yield return $"  {title}";
                continue;
            }

            if (title.Length > width)
            {
                yield return $"  {title}";
            }

            var shown = title.Length > width ? string.Empty : title;
            var line = WrappedText.Hanging($"x {shown.PadRight(width)}  {text}", columns, width + 4);
            yield return $" {line[1..]}";
        }
    }

    private void Close(TextWriter output, Command command, IReadOnlyList<ExitCode> exitCodes)
    {
        var global = string.Join(", ", options.All.Select(option => option.Name).Append(command is RootCommand ? "--version" : "--help"));
        output.WriteLine(WrappedText.Hanging($"Every command takes {global}: see 'ectl help options'.", style.Columns, indent: 2));
        if (exitCodes.Count > 0)
        {
            var codes = string.Join(", ", exitCodes.Select(code => (int)code));
            output.WriteLine(WrappedText.Hanging($"Exit codes: {codes}: see 'ectl help exit-codes'.", style.Columns, indent: 2));
        }
    }
}
