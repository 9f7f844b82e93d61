using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>One run of one command: what was typed, where to report, and whom to ask.</summary>
internal sealed class CommandContext : IAsyncDisposable
{
    private readonly CommandHost _host;

    /// <param name="host">What the process lends.</param>
    /// <param name="parseResult">What was typed.</param>
    /// <param name="isChange">Whether the command changes something at a service.</param>
    public CommandContext(CommandHost host, ParseResult parseResult, bool isChange)
    {
        _host = host;
        ParseResult = parseResult;
        var options = host.Options;
        Reporter = new Reporter(host.Streams, options.FormatOf(parseResult), options.VerbosityOf(parseResult), host.Variables.Raw);
        DryRun = parseResult.GetValue(options.DryRun) ? new DryRunRecorder() : null;
        IsAgreed = parseResult.GetValue(options.Yes);
        Prompt = new Prompt(host.Streams, Reporter, isWelcome: !IsAgreed && DryRun is null);
        Session = new Session(
            new SessionOptions(
                parseResult.GetValue(options.Sandbox),
                parseResult.GetValue(options.Profile),
                KeepsTokens: !parseResult.GetValue(options.NoTokenCache),
                isChange),
            host.Services,
            host.Variables,
            Reporter,
            host.TimeProvider);
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

    /// <summary>Keeps what would be sent when nothing may be; null when it is meant.</summary>
    public DryRunRecorder? DryRun { get; }

    /// <summary>Whether --yes was typed.</summary>
    public bool IsAgreed { get; }

    /// <summary>Whether there is somebody to ask, and whether they want to be asked.</summary>
    public bool MayAsk => Prompt.MayAsk;

    /// <summary>Whether a call was begun, so that a failure of ectl itself may have come after it was sent.</summary>
    public bool IsCallBegun { get; private set; }

    /// <summary>The exit code of a command that has said everything itself.</summary>
    public ExitCode ExitCode { get; private set; }

    /// <summary>Makes a service's client, with the account that was found; in a dry run it sends nothing.</summary>
    /// <exception cref="NotSentException">The account is missing, incomplete or malformed.</exception>
    public Task<TClient> OpenAsync<TClient, TOptions>(ServiceModule<TClient, TOptions> service, CancellationToken cancellationToken)
        where TClient : IDisposable
        where TOptions : ControlClientOptions => Session.OpenAsync(service, DryRun, cancellationToken);

    /// <summary>Makes a client that asks the service also where the command is a dry run: only for questions that change nothing.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public Task<TClient> OpenForReadingAsync<TClient, TOptions>(ServiceModule<TClient, TOptions> service, CancellationToken cancellationToken)
        where TClient : IDisposable
        where TOptions : ControlClientOptions => Session.OpenAsync(service, dryRun: null, cancellationToken);

    /// <summary>Whether the selected profile wants a reason for cancelling.</summary>
    /// <exception cref="NotSentException">The configuration cannot be read, or names a profile that does not exist.</exception>
    public Profile? FindProfileThatRequiresReason() => Session.FindProfileThatRequiresReason();

    /// <summary>Notes that a call was begun.</summary>
    public void NoteCallBegun() => IsCallBegun = true;

    /// <summary>Notes the exit code of a command that says everything itself.</summary>
    public void End(ExitCode exitCode) => ExitCode = exitCode;

    /// <summary>Prints what a command was asked for: text for people, one document for programs; on stderr when the exit code says that something is wrong.</summary>
    public void PrintAnswer<T>(IEnumerable<string> lines, T document, JsonTypeInfo<T> type, ExitCode exitCode = ExitCode.Success)
    {
        ExitCode = exitCode;
        var text = Reporter.Format == OutputFormat.Table ? string.Join(Environment.NewLine, lines) : JsonSerializer.Serialize(document, type);
        if (exitCode == ExitCode.Success)
        {
            Reporter.Print(text);
        }
        else
        {
            Reporter.Finish(text, exitCode);
        }
    }

    /// <summary>Tells somebody what they are asked about; whatever the format, as it is part of a question.</summary>
    public void Ask(string text) => Prompt.Tell(text);

    /// <summary>Asks on the terminal and reads a line; null at the end of the input.</summary>
    public Task<string?> ReadAnswerAsync(string question, CancellationToken cancellationToken) => Prompt.AskAsync(question, cancellationToken);

    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
