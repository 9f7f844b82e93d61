using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Sandbox;
using ExecutionControl.Reference;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Cli.Commands.Serve;

/// <summary><c>ectl serve</c>: the reference server, until it is told to stop.</summary>
internal sealed class ServeCommand : EctlCommand
{
    private readonly ServeOptions _options;

    private readonly Option<bool> _export = new("--export")
    {
        Description = "Print lines for a shell that point ectl at the server, then let go of standard output: eval \"$(ectl serve --export &)\".",
    };

    public ServeCommand(CommandHost host)
        : base(
            host,
            "serve",
            "Run the reference server: it behaves like ConductorOne, Codegen and Kubiya. Says where it listens and how to point ectl at it, through a "
            + "pipe in one line of JSON, then serves until Ctrl-C.")
    {
        Validators.Add(result =>
        {
            if (result.GetResult(host.Options.Sandbox) is { Implicit: false })
            {
                result.AddError("--sandbox asks a server inside the command and serve is a server itself: leave one of them out.");
            }
        });
        _options = new ServeOptions(this);
        Add(_export);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl serve",
        "ectl serve --url http://127.0.0.1:8080 --state executions.db",
        "ectl serve --https --rules faults.json --seed-paused 100000",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Success, ExitCode.Fault, ExitCode.NotSent];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        // Requests that are being answered may end.
        context.Grace = TimeSpan.FromSeconds(10);
        var options = _options.Read(context.ParseResult);
        options.LoggerFactory = new ServerLog(context.Reporter);
        if (!ServeOptions.IsLoopback(options.Url))
        {
            context.Reporter.Warn($"{options.Url} is no loopback address: everybody who reaches this machine can talk to the server.");
        }

        try
        {
            await using var server = await StartAsync(options, cancellationToken);
            Announce(context, server);
            foreach (var notice in server.Https?.Notices ?? [])
            {
                context.Reporter.Warn(notice);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Reporter.Notice("stopped");
        }

        return null;
    }

    /// <summary>Says that the server listens: to a person on a terminal, to a shell that asks, in JSON to everybody else.</summary>
    private void Announce(CommandContext context, ReferenceServer server)
    {
        if (context.ParseResult.GetValue(_export))
        {
            var process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            context.Reporter.Print(string.Join('\n', Exports(server).Append($"export ECTL_SERVE_PID={process}")));
            Host.EndOutput();
            context.Reporter.Notice($"listening on {server.Url}; 'kill $ECTL_SERVE_PID' stops it");
        }
        else if (context.Streams.OutputStyle.IsTerminal && context.Reporter.IsForPeople)
        {
            context.Reporter.Print(
                $"""
                The reference server listens on {server.Url}
                {(server.Https is { } secure ? $"and on {secure.Url}, with the authority {secure.AuthorityFile}\n" : string.Empty)}
                To point ectl at it, in another terminal:

                {string.Join('\n', Exports(server).Select(line => $"  {line}"))}

                Ctrl-C stops it.
                """);
        }
        else
        {
            context.Reporter.Print(JsonSerializer.Serialize(ReadyLine.Of(server), ServeJsonContext.Readable.ReadyLine));
            context.Reporter.Notice($"listening on {server.Url}; Ctrl-C stops it");
            if (server.Https is { } https)
            {
                context.Reporter.Notice($"listening on {https.Url} with the certificate authority {https.AuthorityFile}");
            }
        }
    }

    private static IEnumerable<string> Exports(ReferenceServer server) => server.Environment.Select(pair => $"export {pair.Key}={Quoted(pair.Value)}");

    /// <summary>A value as a shell takes it for one word, whatever is in it.</summary>
    private static string Quoted(string value) => value.All(
        character => char.IsAsciiLetterOrDigit(character) || "_-./:@%+=,".Contains(character, StringComparison.Ordinal))
        ? value
        : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static async Task<ReferenceServer> StartAsync(ReferenceServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            SqliteLibrary.Prepare();
            return await ReferenceServer.StartAsync(options, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var where = options.StateFile is null ? string.Empty : $" with its state in {options.StateFile}";
            throw new NotSentException(ExitCode.NotSent, $"The server cannot start on {options.Url}{where}: {exception.Message}", exception);
        }
    }
}

/// <summary>What the server logs of its own faults, each as one line on stderr: an answer that says no more than 500 or 503 is nobody's clue.</summary>
internal sealed class ServerLog(Reporter reporter) : ILogger, ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("ectl prints the server's log entries itself and takes no other provider.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Error and not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var why = exception is null ? string.Empty : $": {exception.GetType().Name}: {exception.Message}";
            reporter.Complain($"error: {formatter(state, exception)}{why}".ReplaceLineEndings(" "));
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>The one line that <c>ectl serve</c> prints when it listens: where, and with which credentials.</summary>
internal sealed record ReadyLine(
    string Event,
    Uri Url,
    ReadyConductorOne ConductorOne,
    ReadyCodegen Codegen,
    ReadyKubiya Kubiya,
    ReadyControl? Control,
    ReadyHttps? Https,
    IReadOnlyDictionary<string, string> Environment)
{
    public static ReadyLine Of(ReferenceServer server)
    {
        var credentials = server.Credentials;
        return new ReadyLine(
            "ready",
            server.Url,
            new ReadyConductorOne(credentials.ConductorOne.ClientId, credentials.ConductorOne.ClientSecret, credentials.ConductorOne.AccessToken),
            new ReadyCodegen(credentials.Codegen.OrganizationId.ToString(CultureInfo.InvariantCulture), credentials.Codegen.ApiToken),
            new ReadyKubiya(credentials.Kubiya.ApiKey),
            credentials.ControlToken is { } token ? new ReadyControl(new Uri(server.Url, "/_control"), token) : null,
            server.Https is { } https ? new ReadyHttps(https.Url, https.AuthorityFile, https.ClientId, https.Environment) : null,
            server.Environment);
    }
}

/// <summary>The line of a server that is ready as JSON.</summary>
[JsonSerializable(typeof(ReadyLine))]
internal sealed partial class ServeJsonContext : JsonSerializerContext
{
    public static ServeJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

/// <summary>What opens the ConductorOne part of the server: the client credentials, or a token that is already minted.</summary>
internal sealed record ReadyConductorOne(string ClientId, string ClientSecret, string AccessToken);

/// <summary>What opens the Codegen part of the server.</summary>
internal sealed record ReadyCodegen(string OrganizationId, string ApiToken);

/// <summary>What opens the Kubiya part of the server.</summary>
internal sealed record ReadyKubiya(string ApiKey);

/// <summary>Where and with which token the server can be looked at and changed.</summary>
internal sealed record ReadyControl(Uri Url, string Token);

/// <summary>Where the server answers over https, and the certificate authority that tools need to trust for it.</summary>
internal sealed record ReadyHttps(Uri Url, string AuthorityFile, string ClientId, IReadOnlyDictionary<string, string> Environment);
