using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Commands.Help;

/// <summary>What is true of every command and therefore explained once.</summary>
/// <param name="services">The services that it speaks of.</param>
/// <param name="options">The options that every command takes.</param>
/// <param name="columns">How wide a line may be.</param>
internal sealed class HelpTopics(ServiceModules services, GlobalOptions options, int columns)
{
    /// <summary>Where in its row an exit code's sentence begins.</summary>
    private const int SentenceAt = 7;

    private string ExitCodes => $"""
        Every command ends with one of these exit codes:

        {string.Join(Environment.NewLine, Enum.GetValues<ExitCode>().Select(Row))}

        'ectl COMMAND --help' lists those that the command can give. With 0, 6, 9 and
        10 the service accepted the call and the answer is on standard output; with
        all others the explanation is on standard error.

        With several targets every one of them is acted on, whatever becomes of the
        others, and one exit code stands for all:
          1. 129, 130 or 143 when a signal ended it
          2. the code that all of them have
          3. 8 when any of them is unknown, also where others succeeded
          4. 6 when some were accepted (0, 6, 9, 10) and others were not
          5. otherwise the first of 1, 7, 3, 5, 4, 2 where none was accepted, of 6,
             10, 9 where all were
        """;

    private string Row(ExitCode code)
    {
        var row = ExitCodeText.Row(code);
        var sentence = WrappedText.Hanging(new string(' ', SentenceAt) + row[SentenceAt..], columns, indent: 0);
        return $"{row[..SentenceAt]}{sentence[SentenceAt..]}";
    }

    private string EnvironmentText => $"""
        Secrets are never options: other users of a machine can read a command line.
        The first of these that names a host or a credential for a service is the
        source of both:
          1. the profile that --profile names
          2. the profile that {VariableNames.Profile} names
          3. the services' environment variables below
          4. the profile in use, which 'ectl profile use' chooses
          5. the configuration of the service's own tool:
        {ToolFiles}
        'ectl auth status' shows what is used. A host that is set alone gets no
        credential from elsewhere. {VariableNames.Sandbox}=1 asks the sandbox, as --sandbox does.

        {Variables}

        History
          {VariableNames.History}
              0 to leave no row in the history; by default every command that changes
              something leaves one for each of its targets
          {VariableNames.Journal}
              a PostgreSQL database that keeps runs, as with --journal

        Completion
          {VariableNames.CompletionTimeout}
              how long the Tab key may wait for ids from a service, such as 2s; by
              default half a second in all

        Proxy
          HTTPS_PROXY, HTTP_PROXY, ALL_PROXY
              for https, for http, and where neither is set; names in small letters go
              first. http, https, socks4, socks4a or socks5 and ://, then
              user:password@ if need be, host and port. With a space or quotes around
              it, or another scheme, .NET ignores the whole: requests then go WITHOUT
              a proxy
          NO_PROXY
              hosts with commas between: cp.example.com is that host alone,
              .example.com the domain and all below it. *, *.example.com, ports and
              ranges of addresses are ignored. Loopback is always asked directly

        Profiles are kept in $XDG_CONFIG_HOME/ectl/config.yaml, by default
        ~/.config/ectl (on Windows in the application data); 'defaults' in the same
        file says how commands answer (output), whether they ask the sandbox, on how
        many targets they act at once (parallel), and whether they keep a history
        (history). The sandbox's state and the journals are in $XDG_STATE_HOME/ectl,
        by default ~/.local/state/ectl (on Windows in the local application data).
        With --sandbox no variable about accounts is read. 'ectl serve' prints the
        variables that point ectl at it.
        """;

    /// <summary>Where the services' own tools keep theirs.</summary>
    private string ToolFiles => string.Join(
        Environment.NewLine, services.All.Select(service => service.ToolFile?.Place).OfType<string>().Select(place => $"     {place}"));

    private string Variables => string.Join(Environment.NewLine, services.All.SelectMany(service => service.Variables
        .SelectMany(variable => (string[])
            [WrappedText.Hanging($"  {variable.Names}", columns, indent: 2), WrappedText.Hanging($"      {variable.Meaning}", columns, indent: 0)])
        .Prepend(service.Definition.DisplayName)));

    private const string OutputText = """
        Standard output carries the answer, standard error everything else:
        questions, notices, warnings, progress, failures.

        --output table  (default) text for people; the first words of an outcome say
                        what became of it
        --output json   one JSON document on one line: on standard output with exit
                        codes 0, 6, 9 and 10, on standard error with all others.
                        Progress only with --verbose, as JSON lines on standard error
        --output jsonl  a document on each line: one for every item of a list, one
                        for every target of a command with several, one in all for
                        other commands
        --output name   of lists: ids alone, each on a line
        --output wide   of lists: every column whole, however wide the terminal is

        Every document names its shape and version in 'schema'; fields that say
        nothing are left out, new ones may come, and a field that changes its meaning
        gets a new version. Ids are text. docs/reference/output.md lists
        every field.

        ectl/v1/outcome: what commands that change something print, and every failure
          outcome         applied, alreadySo, partial, refused, notApplied, unknown or
                          notSent
          exitCode        see 'ectl help exit-codes'
          safeToRepeat    whether the same command can be given again without doing
                          more than was meant
          message         what happened, in words
          service         conductorOne, codegen, kubiya, or null
          operation, target, requestId
          sandbox         true when the sandbox answered and no real service
          wait            with --wait: outcome (verified, contradicted,
                          stillInFlight), state, elapsedSeconds
          dryRun          with --dry-run: method, url, headers, body of the request
                          that was not sent
        ectl/v1/outcome-list: with --output json, what they print about several targets
          outcome, exitCode, safeToRepeat, message, service, operation, sandbox
          count, targets  how many, and an ectl/v1/outcome for each, in the order in
                          which they were named
        ectl/v1/automation, automation-execution, agent-run, execution
                          what get prints, and every line of a list with --output
                          jsonl
        ectl/v1/automation-list and so on, for the other three
                          what list prints with --output json: service, items, count,
                          exitCode, and complete, which is false when --limit or a
                          failure ended the list before the service did; then the
                          failure is on standard error, too. get with several ids adds
                          failures

        --quiet leaves warnings and failures on standard error, --verbose adds every
        attempt and wait, --debug requests and answers without their secrets; requests
        for tokens are never shown. Colours, questions and the line of progress appear
        on terminals only; NO_COLOR, CLICOLOR, FORCE_COLOR and TERM=dumb are honoured,
        and --color goes before them. Questions go to the terminal, whatever is
        redirected.
        """;

    public static IReadOnlyList<string> Names { get; } = ["options", "exit-codes", "environment", "output"];

    /// <summary>The topic's text, or null when there is no such topic.</summary>
    public string? Find(IReadOnlyList<string> names) => names switch
    {
        ["options"] => CommandHelpAction.Explain(options.All, columns),
        ["exit-codes"] => ExitCodes,
        ["environment"] => EnvironmentText,
        ["output"] => OutputText,
        _ => null,
    };
}
