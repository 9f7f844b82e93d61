using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using System.Text.RegularExpressions;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>Writes the reference of the command line from the commands themselves.</summary>
internal static partial class CommandReference
{
    /// <summary>The whole page.</summary>
    public static string Write()
    {
        var page = new StringBuilder()
            .Append("# ectl\n\n")
            .Append("<!-- Written by a test from the command tree: change the commands, then run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1. -->\n\n")
            .Append(CommandTree.Root.Description).Append("\n\n## Options of every command\n\n");
        Options(page, CommandTree.Root);
        page.Append("## Exit codes\n\n| code | meaning |\n| --- | --- |\n");
        foreach (var code in Enum.GetValues<ExitCode>())
        {
            page.Append("| ").Append((int)code).Append(" | ").Append(ExitCodeText.Of(code)).Append(" |\n");
        }

        page.Append('\n');
        foreach (var command in CommandTree.All.Skip(1))
        {
            Section(page, command);
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void Section(StringBuilder page, Command command)
    {
        var path = CommandTree.PathOf(command);
        page.Append(command.Parents.First() is RootCommand ? "## " : "### ").Append(path).Append("\n\n").Append(command.Description).Append("\n\n");
        if (command.Subcommands.Count > 0)
        {
            return;
        }

        var arguments = string.Concat(command.Arguments.Select(argument =>
        {
            var name = $"<{argument.HelpName ?? argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "…" : string.Empty)}";
            return argument.Arity.MinimumNumberOfValues > 0 ? $" {name}" : $" [{name}]";
        }));
        page.Append("```text\n").Append(path).Append(arguments).Append(command.Options.Count > 0 ? " [options]" : string.Empty).Append("\n```\n\n");
        foreach (var argument in command.Arguments)
        {
            page.Append("- `").Append(argument.HelpName ?? argument.Name).Append("`: ").Append(argument.Description).Append('\n');
        }

        page.Append(command.Arguments.Count > 0 ? "\n" : string.Empty);
        Options(page, command);
        if (command is IDocumentedCommand documented)
        {
            page.Append("```sh\n").AppendJoin('\n', documented.Examples).Append("\n```\n\n");
            page.Append(documented.ExitCodes.Count > 0
                ? $"Exit codes: {string.Join(", ", documented.ExitCodes.Select(code => (int)code))}.\n\n"
                : string.Empty);
        }
    }

    private static void Options(StringBuilder page, Command command)
    {
        var options = command.Options.Where(option => !option.Hidden && option is not (HelpOption or VersionOption)).ToList();
        if (options.Count == 0)
        {
            return;
        }

        page.Append("| option | meaning |\n| --- | --- |\n");
        foreach (var option in options)
        {
            var value = option.ValueType == typeof(bool) ? string.Empty : $" <{option.HelpName}>";
            page.Append("| `").AppendJoin("`, `", option.Aliases.Prepend(option.Name)).Append(value.Replace("|", "\\|", StringComparison.Ordinal)).Append("` | ")
                .Append(Marked(option.Description)).Append(option.Required ? " Required." : string.Empty).Append(" |\n");
        }

        page.Append('\n');
    }

    /// <summary>An address in running text would become a link, and a bar the end of a cell.</summary>
    private static string Marked(string? text) => Address().Replace(text ?? string.Empty, "`$0`").Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"(https?://|\w+@)[\w.:/]*\w", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
