using System.CommandLine;
using System.CommandLine.Completions;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Commands.Help;

/// <summary><c>ectl help</c>: a topic, or a command's own help.</summary>
internal sealed class HelpCommand : EctlCommand
{
    private readonly CommandHost _host;
    private readonly RootCommand _root;
    private readonly HelpTopics _topics;
    private readonly Argument<string[]> _subject = new("subject")
    {
        Description = $"A topic ({string.Join(", ", HelpTopics.Names)}) or a command.",
        HelpName = "topic|command",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _manual = new("--man")
    {
        Description = "Print a page for man, of ectl or of the command that is named: ectl help --man | man -l -.",
    };

    public HelpCommand(CommandHost host, RootCommand root)
        : base(host, "help", "Explain a topic or a command.")
    {
        _host = host;
        _root = root;
        _topics = new HelpTopics(host.Services, host.Options, host.Streams.OutputStyle.Columns);
        _subject.Validators.Add(result =>
        {
            var names = result.Tokens.Select(token => token.Value).ToList();
            if (_topics.Find(names) is null && Find(names) is null)
            {
                var typed = string.Join(' ', names);
                var nearest = NearestName.Of(names[^1], HelpTopics.Names.Concat(_root.Subcommands.Select(command => command.Name)));
                result.AddError($"There is no topic or command '{typed}'.{(nearest is null ? string.Empty : $" Did you mean '{nearest}'?")}");
            }
        });
        _subject.CompletionSources.Add(Subjects);
        Add(_subject);
        Add(_manual);
        Validators.Add(result =>
        {
            var names = result.GetResult(_subject)?.Tokens.Select(token => token.Value).ToList() ?? [];
            if (result.GetResult(_manual) is not null && Find(names) is null)
            {
                result.AddError($"There is a page for man of ectl and of each command, and none of '{string.Join(' ', names)}'.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["ectl help exit-codes", "ectl help options", "ectl help environment", "ectl help output", "ectl help automations resolve-paused", "ectl help --man"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Success, ExitCode.NotSent];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var names = context.ParseResult.GetValue(_subject) ?? [];
        if (context.ParseResult.GetValue(_manual))
        {
            var version = typeof(HelpCommand).Assembly.GetName().Version!.ToString(3);
            context.Reporter.Print(ManualPage.Of(Find(names)!, _host.Services, _host.Options, version).TrimEnd());
            return null;
        }

        if (_topics.Find(names) is { } topic)
        {
            context.Reporter.Print(topic);
            return null;
        }

        var configuration = new InvocationConfiguration { Output = _host.Streams.Output, EnableDefaultExceptionHandler = false };
        await _root.Parse([.. names, "--help"]).InvokeAsync(configuration, cancellationToken);
        return null;
    }

    /// <summary>The topics and commands that could come next.</summary>
    private IEnumerable<CompletionItem> Subjects(CompletionContext context)
    {
        var typed = context.ParseResult.GetResult(_subject)?.Tokens.Select(token => token.Value).Where(name => name != context.WordToComplete).ToList() ?? [];
        IEnumerable<string> topics = typed.Count == 0 ? HelpTopics.Names : [];
        var commands = Find(typed)?.Subcommands.Where(command => !command.Hidden).Select(command => command.Name) ?? [];
        return topics.Concat(commands).Select(name => new CompletionItem(name));
    }

    private Command? Find(IEnumerable<string> names) => names.Aggregate(
        (Command?)_root,
        (command, name) => command?.Subcommands.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal)));
}
