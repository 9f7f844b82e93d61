using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.Credentials;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Sandbox;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.TokenCache;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.Invocation;

/// <summary>One run of one command: what was typed, where to report, and whom to ask.</summary>
internal sealed class CommandContext(CommandHost host, ParseResult parseResult) : IAsyncDisposable
{
    private SandboxServer? _sandbox;
    private FileTokenStore? _tokens;

    public ParseResult ParseResult => parseResult;

    public StandardStreams Streams => host.Streams;

    public Reporter Reporter { get; } =
        new(host.Streams, host.Options.FormatOf(parseResult), host.Options.VerbosityOf(parseResult), host.Variables.Raw);

    /// <summary>The folder that relative paths start from; empty for that of the process.</summary>
    public string WorkingFolder => host.WorkingFolder;

    /// <summary>What tells that the command is to end.</summary>
    public TerminationSignals Signals => host.Signals;

    /// <summary>How long the command may go on after a signal before ectl reports without it.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMilliseconds(800);

    /// <summary>The one target that was chosen while the command ran; null when it was typed, or when there are several.</summary>
    public string? Target { get; set; }

    /// <summary>Whether the sandbox is to be asked in place of the real services.</summary>
    public bool IsSandbox { get; } = parseResult.GetValue(host.Options.Sandbox);

    /// <summary>Keeps what would be sent when nothing may be; null when it is meant.</summary>
    public DryRunRecorder? DryRun { get; } = parseResult.GetValue(host.Options.DryRun) ? new DryRunRecorder() : null;

    /// <summary>Whether --yes was typed.</summary>
    public bool IsAgreed { get; } = parseResult.GetValue(host.Options.Yes);

    /// <summary>Whether there is somebody to ask, and whether they want to be asked.</summary>
    public bool MayAsk => Streams.IsInteractive && !IsAgreed && DryRun is null;

    /// <summary>Whom the command talks to, for somebody who has to decide: server, and tenant or organization.</summary>
    public string Where { get; private set; } = "no service";

    /// <summary>Whether a call was begun, so that a failure of ectl itself may have come after it was sent.</summary>
    public bool IsCallBegun { get; private set; }

    /// <summary>The clock of this run.</summary>
    public TimeProvider TimeProvider => host.TimeProvider;

    /// <summary>The process's environment. With --sandbox nothing of it counts.</summary>
    public Variables Environment => host.Variables;

    /// <summary>The profile that --profile names, or null.</summary>
    public string? TypedProfile { get; } = parseResult.GetValue(host.Options.Profile);

    /// <summary>Keeps access tokens between runs; null when they are not to be kept.</summary>
    public ITokenStore? TokenStore => !IsSandbox && !ParseResult.GetValue(host.Options.NoTokenCache) && TokenFolder.Locate(host.Variables.Folders) is { } folder
        ? _tokens ??= new FileTokenStore(folder, host.TimeProvider, Reporter.Warn)
        : null;

    /// <summary>The exit code of a command that has said everything itself.</summary>
    public ExitCode ExitCode { get; private set; }

    /// <summary>As whom the service is asked; null while that is not settled.</summary>
    public ServiceAccount? Account { get; private set; }

    /// <summary>What is known about an account at a service, from one source; null when nothing is.</summary>
    /// <exception cref="NotSentException">A source cannot be used.</exception>
    public async Task<ServiceSettings?> GetSettingsAsync(ControlService service, CancellationToken cancellationToken)
    {
        if (!IsSandbox)
        {
            return SettingsResolution.Find(service, TypedProfile, Environment) is { } found
                ? await SecretSupply.CompleteAsync(found, Environment, TimeProvider, cancellationToken)
                : null;
        }

        if (_sandbox is null)
        {
            _sandbox = await SandboxServer.StartAsync(host.Variables.Folders, cancellationToken);
            Reporter.Notice($"sandbox: a reference server in this process answers, no real service is asked; its state is kept in {_sandbox.StateFile}");
        }

        return _sandbox.Variables.Settings(service, SettingsSource.Sandbox);
    }

    /// <summary>The complaint that no source says anything about an account.</summary>
    /// <param name="service">The service.</param>
    /// <param name="remedy">Which variables to set.</param>
    public NotSentException NoCredentials(ControlService service, string remedy)
    {
        var profile = TypedProfile ?? Environment[VariableNames.Profile];
        var where = profile is null ? string.Empty : $" in profile {profile}";
        var option = profile is null ? string.Empty : $" --profile {profile}";
        return new NotSentException(
            ExitCode.Credentials,
            $"There are no credentials for {ServiceName.Display(service)}{where}: run 'ectl auth login {ServiceName.Of(service)}{option}', or {remedy}. "
            + "Nothing was sent. To try ectl without an account, add --sandbox.");
    }

    /// <summary>
    /// Notes as whom the service is asked. Says so when asked to be verbose, and whenever the command changes something on the word of a
    /// file, which nobody sees while typing.
    /// </summary>
    public void UseAccount(ServiceAccount account)
    {
        Account = account;
        Where = IsSandbox ? $"the sandbox, at {account.Server}" : $"{account.Text}, at {account.Server}";
        if (IsSandbox)
        {
            Reporter.Detail($"credential: the sandbox's own; server: {account.Server}");
            return;
        }

        if (account.Source.IsFile && parseResult.CommandResult.Command is ControlCommand)
        {
            Reporter.Notice($"{account.Text}: the credential comes from {account.Credential}");
        }

        Reporter.Detail($"credential: {account.Credential}; server: {account.Server?.ToString() ?? "unknown"}");
    }

    /// <summary>Whether the selected profile wants a reason for cancelling.</summary>
    /// <exception cref="NotSentException">The configuration cannot be read, or names a profile that does not exist.</exception>
    public Profile? FindProfileThatRequiresReason() =>
        !IsSandbox && ProfileSelection.Of(TypedProfile, Environment).Find() is { RequiresReason: true } profile ? profile : null;

    /// <summary>Notes that a call was begun.</summary>
    public void NoteCallBegun() => IsCallBegun = true;

    /// <summary>Notes the exit code of a command that says everything itself.</summary>
    public void End(ExitCode exitCode) => ExitCode = exitCode;

    /// <summary>Prints what a command was asked for: text for people, one document for programs; on stderr when the exit code says that something is wrong.</summary>
    public void PrintAnswer<T>(IEnumerable<string> lines, T document, JsonTypeInfo<T> type, ExitCode exitCode = ExitCode.Success)
    {
        ExitCode = exitCode;
        var text = Reporter.Format == OutputFormat.Table ? string.Join(System.Environment.NewLine, lines) : JsonSerializer.Serialize(document, type);
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
    public void Ask(string text) => Streams.Error.WriteLine(Reporter.Redact(text));

    /// <summary>Asks on the terminal and reads a line; null at the end of the input.</summary>
    public async Task<string?> ReadAnswerAsync(string question, CancellationToken cancellationToken)
    {
        await Streams.Error.WriteAsync(Reporter.Redact(question).AsMemory(), cancellationToken);
        await Streams.Error.FlushAsync(cancellationToken);

        // A read of a terminal cannot be cancelled: the one that nobody waits for any more ends with the process.
        return await Task.Run(Streams.ReadInputLine, CancellationToken.None).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is null)
        {
            return;
        }

        // The report is out; a server that does not want to stop must not hold up the exit.
        await Task.WhenAny(_sandbox.DisposeAsync().AsTask(), Task.Delay(TimeSpan.FromSeconds(1), host.TimeProvider));
    }
}
