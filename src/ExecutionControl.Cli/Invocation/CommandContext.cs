using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Invocation;

/// <summary>One run of one command: what was typed, where to report, and whom to ask.</summary>
internal sealed class CommandContext : ICaller, IAsyncDisposable
{
    private readonly CommandHost _host;
    private readonly string? _typedJournal;

    /// <param name="host">What the process lends.</param>
    /// <param name="parseResult">What was typed.</param>
    /// <param name="isChange">Whether the command changes something at a service.</param>
    public CommandContext(CommandHost host, ParseResult parseResult, bool isChange)
    {
        _host = host;
        ParseResult = parseResult;
        var options = host.Options;
        Reporter = new Reporter(host.Streams, options.FormatOf(parseResult), options.VerbosityOf(parseResult), host.Variables.Raw);
        IsDryRun = parseResult.GetValue(options.DryRun);
        PlanFile = parseResult.GetValue(options.Plan);
        if (options.IsColoured(parseResult) is { } isColoured)
        {
            (host.Streams.OutputStyle.IsColoured, host.Streams.ErrorStyle.IsColoured) = (isColoured, isColoured);
            host.Terminal.Style.IsColoured = isColoured;
        }

        Confirmed = parseResult.GetValue(options.Confirm);
        IsAgreed = parseResult.GetValue(options.Yes) || Confirmed is not null;
        Prompt = new Prompt(host.Terminal, Reporter, isWelcome: !IsAgreed && !IsDryRun);
        Session = new Session(
            new SessionOptions(
                options.IsSandbox(parseResult),
                parseResult.GetValue(options.Profile),
                KeepsTokens: !parseResult.GetValue(options.NoTokenCache),
                isChange,
                IsDryRun || PlanFile is not null),
            host.Services,
            host.Variables,
            Reporter,
            host.TimeProvider);
        _typedJournal = parseResult.GetValue(options.Journal);
        Journal = !IsSandbox && (_typedJournal ?? host.Variables[VariableNames.Journal]) is { } address
            ? new JournalPlace(address, isDatabase: true)
            : JournalPlace.Locate(host.Variables.Folders, IsSandbox);
        var keepsHistory = isChange && !IsDryRun && PlanFile is null && options.KeepsHistory;
        History = new HistoryNotes(keepsHistory ? JournalPlace.Locate(host.Variables.Folders, IsSandbox) : null, host.TimeProvider, host.HistoryLimit);
    }

    public ParseResult ParseResult { get; }

    public StandardStreams Streams => _host.Streams;

    /// <summary>Where everything is said.</summary>
    public Reporter Reporter { get; }

    /// <summary>Asks on the terminal.</summary>
    public Prompt Prompt { get; }

    /// <summary>As whom the services are asked.</summary>
    public Session Session { get; }

    /// <summary>The folder that relative paths start from; empty for that of the process.</summary>
    public string WorkingFolder => _host.WorkingFolder;

    /// <summary>What tells that the command is to end.</summary>
    public TerminationSignals Signals => _host.Signals;

    /// <summary>The clock of this run.</summary>
    public TimeProvider TimeProvider => _host.TimeProvider;

    /// <summary>How long the command may go on after a signal before ectl reports without it.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMilliseconds(800);

    /// <summary>The one target that was chosen while the command ran; null when it was typed, or when there are several.</summary>
    public string? Target { get; set; }

    /// <summary>Whether the sandbox is asked in place of the real services.</summary>
    public bool IsSandbox => Session.IsSandbox;

    /// <summary>As whom the service is asked; null while that is not settled.</summary>
    public ServiceAccount? Account => Session.Account;

    /// <summary>Whom the command talks to, for somebody who has to decide: server, and tenant or organization.</summary>
    public string Where => Session.Where;

    /// <summary>Whether nothing that changes something may be sent.</summary>
    public bool IsDryRun { get; }

    /// <summary>The file that --plan names; null where it was not typed.</summary>
    public string? PlanFile { get; }

    /// <summary>Where runs are written down; null where the user has no place for a journal.</summary>
    public JournalPlace? Journal { get; }

    /// <summary>What the command has done, for the history.</summary>
    public HistoryNotes History { get; }

    /// <summary>Whether --yes was typed, or --confirm, which says the same of one profile.</summary>
    public bool IsAgreed { get; }

    /// <summary>The profile that --confirm names; null where it was not typed.</summary>
    public string? Confirmed { get; }

    /// <summary>Whether there is somebody to ask, and whether they want to be asked.</summary>
    public bool MayAsk => Prompt.MayAsk;

    /// <summary>The call to the one target that there is; null while there is none, and where there are several.</summary>
    public TargetCall? Call { get; set; }

    /// <summary>Writes down what is done to the one target that there is; null as above, and where no history is kept.</summary>
    public CommandRecorder? Recorder { get; set; }

    /// <summary>Whether a signal has come, and the command did not end in time.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Begins to write down what is done to targets; null where no history is kept.</summary>
    public CommandRecorder? BeginHistory(IBoundOperation operation, IReadOnlyList<string> targets) =>
        Account is { } account ? History.Begin(UsageError.PathOf(ParseResult.CommandResult.Command), operation, account, targets) : null;

    /// <summary>Waits until what was done stands in the history. A failure is said, and is none of the command's.</summary>
    public async Task WriteHistoryAsync()
    {
        if (await History.WriteAsync(IsAbandoned) is { } complaint)
        {
            Reporter.Warn($"this does not stand in the history: {complaint.TrimEnd('.')}");
        }
    }

    /// <summary>The exit code of a command that has said everything itself.</summary>
    public ExitCode ExitCode { get; private set; }

    /// <summary>Makes a service's client, with the account that was found.</summary>
    /// <exception cref="NotSentException">The account is missing, incomplete or malformed.</exception>
    public Task<TClient> OpenAsync<TClient, TOptions>(ServiceModule<TClient, TOptions> service, CancellationToken cancellationToken)
        where TClient : IDisposable
        where TOptions : ControlClientOptions => Session.OpenAsync(service, cancellationToken);

    /// <summary>Whether the selected profile wants a reason for cancelling.</summary>
    /// <exception cref="NotSentException">The configuration cannot be read, or names a profile that does not exist.</exception>
    public string? FindProfileThatRequiresReason() => Session.FindProfileThatRequiresReason()?.Name;

    /// <summary>What puts into words how the command ended.</summary>
    /// <param name="isRepeatable">Whether it can be given again after a call that nobody knows the end of.</param>
    /// <param name="operation">What the command does; null for one that changes nothing.</param>
    public ExceptionReport Failures(bool isRepeatable, ControlOperation? operation = null) => new(
        Signals,
        Reporter,
        () => IsSandbox ? null : Account?.Credential,
        isRepeatable,
        target => operation is null ? null : Next.Of($"{operation.TargetKind.Id} get {target}"),
        Next);

    /// <summary>Writes commands that ask as the same account, and about the same journal. An address that was not taken may hold a password.</summary>
    public NextCommand Next => (IsSandbox, Session.TypedProfile, Journal is { IsOpened: true } ? _typedJournal : null) switch
    {
        (true, _, _) => new("--sandbox ", null),
        (_, { } profile, var journal) => new($"--profile {profile} ", journal),
        (_, _, var journal) => new(string.Empty, journal),
    };

    bool ICaller.IsTyping => Streams.Input.IsTerminal;

    Task<T> ICaller.ReadInputAsync<T>(Func<Stream, T> read, CancellationToken cancellationToken) =>
        StandardInput.ReadAsync(Streams.Input, read, cancellationToken);

    void ICaller.Notice(string text) => Reporter.Notice(text);

    void ICaller.Warn(string text) => Reporter.Warn(text);

    /// <summary>Notes the exit code of a command that says everything itself.</summary>
    public void End(ExitCode exitCode) => ExitCode = exitCode;

    /// <summary>Prints what a command was asked for, text for people, one document for programs. It is data, whatever the exit code says of it.</summary>
    public void PrintAnswer<T>(IEnumerable<string> lines, T document, JsonTypeInfo<T> type, ExitCode exitCode = ExitCode.Success)
    {
        ExitCode = exitCode;
        Reporter.Print(Reporter.Format == OutputFormat.Table ? string.Join(Environment.NewLine, lines) : JsonSerializer.Serialize(document, type));
    }

    /// <summary>Tells somebody what they are asked about; whatever the format, as it is part of a question.</summary>
    public void Ask(string text) => Prompt.Tell(text);

    /// <summary>Asks on the terminal and reads a line; null at the end of the input.</summary>
    public Task<string?> ReadAnswerAsync(string question, CancellationToken cancellationToken) => Prompt.AskAsync(question, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await History.CloseAsync();
        await Session.DisposeAsync();
    }
}
