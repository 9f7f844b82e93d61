using System.Text.Json;
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

    public ServeCommand(CommandHost host)
        : base(
            host,
            "serve",
            "Run the reference server: it behaves like ConductorOne, Codegen and Kubiya. Prints one line of JSON with address and credentials, then serves "
            + "until Ctrl-C.")
    {
        Validators.Add(result =>
        {
            if (result.GetResult(host.Options.Sandbox) is { Implicit: false })
            {
                result.AddError("--sandbox asks a server inside the command and serve is a server itself: leave one of them out.");
            }
        });
        _options = new ServeOptions(this);
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
            context.Reporter.Print(JsonSerializer.Serialize(ReadyLine.Of(server), ServeJsonContext.Readable.ReadyLine));
            context.Reporter.Notice($"listening on {server.Url}; Ctrl-C stops it");
            if (server.Https is { } https)
            {
                context.Reporter.Notice($"listening on {https.Url} with the certificate authority {https.AuthorityFile}");
                foreach (var notice in https.Notices)
                {
                    context.Reporter.Warn(notice);
                }
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Reporter.Notice("stopped");
        }

        return null;
    }

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
