using System.CommandLine;
using System.Globalization;
using System.Text;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Commands.Help;

/// <summary>A page for <c>man</c>, written from the command tree: of ectl as a whole, or of one command.</summary>
/// <param name="services">The services, with their variables.</param>
/// <param name="options">The options that every command takes.</param>
/// <param name="version">The version that the page is of.</param>
internal sealed class ManualPage(ServiceModules services, GlobalOptions options, string version)
{
    private readonly StringBuilder _page = new();

    /// <summary>The page, in the macros of man(7).</summary>
    public static string Of(Command command, ServiceModules services, GlobalOptions options, string version)
    {
        var page = new ManualPage(services, options, version);
        page.Write(command);
        return page._page.ToString();
    }

    private void Write(Command command)
    {
        var name = UsageError.PathOf(command).Replace(' ', '-');
        var title = name.ToUpperInvariant().Replace("-", "\\-", StringComparison.Ordinal);
        _page.Append(CultureInfo.InvariantCulture, $".TH {title} 1 \"\" \"ectl {version}\" \"User commands\"\n");
        Section("NAME");
        Line($"{Text(name)} \\- {Text(command is RootCommand ? "stop, pause, resume and settle executions" : FirstWordsOf(command))}");
        Section("SYNOPSIS");
        Line($"\\fB{Text(CommandHelpAction.UsageOf(command))}\\fR");
        Section("DESCRIPTION");
        Line(Text(command.Description ?? string.Empty));
        Details(command);
        foreach (var child in Below(command))
        {
            Section($"{UsageError.PathOf(child)}");
            Line(Text(child.Description ?? string.Empty));
            Paragraph();
            Line($"\\fB{Text(CommandHelpAction.UsageOf(child))}\\fR");
            Details(child);
        }

        Section("OPTIONS OF EVERY COMMAND");
        Options(options.All);
        Section("EXIT STATUS");
        foreach (var code in Enum.GetValues<ExitCode>())
        {
            Entry(((int)code).ToString(CultureInfo.InvariantCulture), ExitCodeText.Of(code));
        }

        Section("ENVIRONMENT");
        foreach (var variable in services.All.SelectMany(service => service.Variables))
        {
            Entry(variable.Names, variable.Meaning);
        }

        Section("FILES");
        Entry("~/.config/ectl/config.yaml", "The profiles, for their owner alone.");
        Entry("~/.cache/ectl/tokens", "ConductorOne's access tokens between runs.");
        Entry("~/.local/state/ectl", "The sandbox's state.");
        Section("SEE ALSO");
        Line(Text("'ectl help exit-codes', 'ectl help environment' and 'ectl help output' explain what is true of every command."));
    }

    private void Details(Command command)
    {
        foreach (var argument in command.Arguments)
        {
            Entry($"<{argument.HelpName ?? argument.Name}>", argument.Description);
        }

        Options(CommandHelpAction.OptionsOf(command));
        if (command is not IDocumentedCommand documented)
        {
            return;
        }

        Paragraph();
        Line("For example:");
        _page.Append(".PP\n.RS 4\n.nf\n");
        foreach (var example in documented.Examples)
        {
            Line(Text(example));
        }

        _page.Append(".fi\n.RE\n");
        if (documented.ExitCodes.Count > 0)
        {
            Paragraph();
            Line(Text($"Exit codes: {string.Join(", ", documented.ExitCodes.Select(code => (int)code))}."));
        }
    }

    private void Options(IEnumerable<Option> all)
    {
        foreach (var option in all)
        {
            Entry(CommandHelpAction.TitleOf(option), option.Description);
        }
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.Where(child => !child.Hidden)
        .SelectMany(child => child.Subcommands.Count > 0 ? Below(child) : [child]);

    private static string FirstWordsOf(Command command)
    {
        var sentence = (command.Description ?? string.Empty).Split(". ")[0].TrimEnd('.');
        return sentence.Length > 0 ? char.ToLowerInvariant(sentence[0]) + sentence[1..] : command.Name;
    }

    private void Section(string title) => _page.Append(CultureInfo.InvariantCulture, $".SH \"{Text(title)}\"\n");

    private void Paragraph() => _page.Append(".PP\n");

    private void Entry(string title, string? meaning)
    {
        _page.Append(CultureInfo.InvariantCulture, $".TP\n\\fB{Text(title)}\\fR\n");
        Line(Text(meaning ?? string.Empty));
    }

    /// <summary>A line of text; one that begins like a request of roff's is shielded from being taken for one.</summary>
    private void Line(string text) => _page.Append(text.Length > 0 && text[0] is '.' or '\'' ? "\\&" : string.Empty).Append(text).Append('\n');

    /// <summary>Text as it is to be read and copied: roff would make typographic signs of some characters.</summary>
    private static string Text(string text) => text.Aggregate(new StringBuilder(text.Length), static (escaped, character) => character switch
    {
        '\\' => escaped.Append("\\e"),
        '-' => escaped.Append("\\-"),
        '\'' => escaped.Append("\\(aq"),
        '"' => escaped.Append("\\(dq"),
        '`' => escaped.Append("\\(ga"),
        '~' => escaped.Append("\\(ti"),
        '^' => escaped.Append("\\(ha"),
        '\n' => escaped.Append(' '),
        _ => escaped.Append(character),
    }).ToString();
}
