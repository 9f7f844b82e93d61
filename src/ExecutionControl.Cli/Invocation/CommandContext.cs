using System.CommandLine;
using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Sandbox;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>One run of one command: what was typed, where to report, and whom to ask.</summary>
internal sealed class CommandContext(CommandHost host, ParseResult parseResult) : IAsyncDisposable
{
    private SandboxServer? _sandbox;

    public ParseResult ParseResult => parseResult;

    public StandardStreams Streams => host.Streams;

    public Reporter Reporter { get; } =
        new(host.Streams, host.Options.FormatOf(parseResult), host.Options.VerbosityOf(parseResult));

    public TimeProvider TimeProvider => host.TimeProvider;

    /// <summary>The exit code that a signal asks for, or null while there was none.</summary>
    public ExitCode? Signalled => host.Signals.Received;

    /// <summary>Whether the sandbox is to be asked in place of the real services.</summary>
    public bool IsSandbox { get; } = parseResult.GetValue(host.Options.Sandbox);

    /// <summary>Keeps what would be sent when nothing may be; null when it is meant.</summary>
    public DryRunRecorder? DryRun { get; } = parseResult.GetValue(host.Options.DryRun) ? new DryRunRecorder() : null;

    /// <summary>Whether there is somebody to ask, and whether they want to be asked.</summary>
    public bool MayAsk { get; } =
        host.Streams.IsInteractive && !parseResult.GetValue(host.Options.Yes) && !parseResult.GetValue(host.Options.DryRun);

    /// <summary>Whom the command talks to, for somebody who has to decide: server, and tenant or organization.</summary>
    public string Where { get; private set; } = "no service";

    /// <summary>Whether a call was begun, so that a failure of ectl itself may have come after it was sent.</summary>
    public bool IsCallBegun { get; private set; }

    /// <summary>Where the credential came from, for the message when it is rejected; null when the sandbox gave it.</summary>
    public string? CredentialSource { get; private set; }

    /// <summary>The variables that name hosts and credentials; with --sandbox those of a server that is started for it.</summary>
    public async Task<Variables> GetVariablesAsync(CancellationToken cancellationToken)
    {
        if (!IsSandbox)
        {
            return host.Variables;
        }

        _sandbox ??= await SandboxServer.StartAsync(cancellationToken);
        Reporter.Notice($"sandbox: a reference server in this process answers, no real service is asked; its state is kept in {_sandbox.StateFile}");
        return _sandbox.Variables;
    }

    /// <summary>Notes where the credential came from and which server it goes to, and says so when asked to be verbose.</summary>
    public void UseCredential(string source, Uri? server)
    {
        CredentialSource = IsSandbox ? null : source;
        Where = IsSandbox ? $"the sandbox, at {server}" : $"{server}";
        Reporter.Detail($"credential: {CredentialSource ?? "the sandbox's own"}; server: {server?.ToString() ?? "the one that the client id names"}");
    }

    /// <summary>Says whose things the command acts on, beside the server.</summary>
    public void UseOwner(string owner) => Where = $"{owner} at {Where}";

    /// <summary>Tells somebody what they are asked about; whatever the format, as it is part of a question.</summary>
    public void Ask(string text) => Streams.Error.WriteLine(text);

    /// <summary>Asks on the terminal and reads a line; null at the end of the input.</summary>
    public async Task<string?> ReadAnswerAsync(string question, CancellationToken cancellationToken)
    {
        await Streams.Error.WriteAsync(question.AsMemory(), cancellationToken);
        await Streams.Error.FlushAsync(cancellationToken);

        // A read of a terminal cannot be cancelled: the one that nobody waits for any more ends with the process.
        return await Task.Run(StandardStreams.ReadInputLine, CancellationToken.None).WaitAsync(cancellationToken);
    }

    /// <summary>Makes a control call. An argument that the client refuses before it sends anything becomes a usage error.</summary>
    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        Task<T> pending;
        try
        {
            pending = call();
        }
        catch (ArgumentException exception)
        {
            throw ArgumentMessage.NotSent(exception);
        }

        // Only a refusal that is there at once is certain to have come before anything was sent.
        if (pending is { IsFaulted: true, Exception.InnerException: ArgumentException refused })
        {
            throw ArgumentMessage.NotSent(refused);
        }

        if (DryRun is null)
        {
            IsCallBegun = true;
            return await pending;
        }

        try
        {
            return await pending;
        }
        catch (ControlCallException) when (DryRun.Request is { } planned)
        {
            throw new DryRunException(planned);
        }
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
