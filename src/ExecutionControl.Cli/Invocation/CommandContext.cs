using System.CommandLine;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Sandbox;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Invocation;

/// <summary>One run of one command: what was typed, where to report, and whom to ask.</summary>
internal sealed class CommandContext(CommandHost host, ParseResult parseResult) : IAsyncDisposable
{
    private SandboxServer? _sandbox;

    public ParseResult ParseResult => parseResult;

    public StandardStreams Streams => host.Streams;

    public Reporter Reporter { get; } =
        new(host.Streams, host.Options.FormatOf(parseResult), parseResult.GetValue(host.Options.Verbose));

    /// <summary>Whether the sandbox is to be asked in place of the real services.</summary>
    public bool IsSandbox { get; } = parseResult.GetValue(host.Options.Sandbox);

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
        Reporter.Detail($"credential: {CredentialSource ?? "the sandbox's own"}; server: {server?.ToString() ?? "the one that the client id names"}");
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

        IsCallBegun = true;
        return await pending;
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
