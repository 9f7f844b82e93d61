using System.CommandLine;
using System.Net;
using System.Text.Json;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Commands.Serve;

/// <summary><c>ectl serve</c>: the reference server, until it is told to stop.</summary>
internal sealed class ServeCommand : EctlCommand
{
    private readonly Option<string> _url = new("--url")
    {
        Description = "Where to listen; port 0 takes a free one. Default: http://127.0.0.1:0",
        HelpName = "address",
    };

    private readonly Option<string> _state = new("--state")
    {
        Description = "A file that keeps the state; several servers may use one. Default: memory only.",
        HelpName = "file",
    };

    public ServeCommand(CommandHost host)
        : base(
            host,
            "serve",
            "Run the reference server: it behaves like ConductorOne, Codegen and Kubiya. Prints one line of JSON with address and credentials, then serves until Ctrl-C.")
    {
        _url.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Address(token.Value) is null)
            {
                result.AddError($"'{token.Value}' is no address to listen on, such as http://127.0.0.1:8080.");
            }
        });
        _state.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && string.IsNullOrWhiteSpace(token.Value))
            {
                result.AddError("--state needs the name of a file.");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetResult(host.Options.Sandbox) is { Implicit: false })
            {
                result.AddError("--sandbox asks a server inside the command and serve is a server itself: leave one of them out.");
            }
        });
        Add(_url);
        Add(_state);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl serve",
        "ectl serve --url http://127.0.0.1:8080 --state executions.db",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Success, ExitCode.Fault, ExitCode.NotSent];

    /// <summary>Requests that are being answered may end.</summary>
    protected override TimeSpan Grace => TimeSpan.FromSeconds(10);

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var address = Address(context.ParseResult.GetValue(_url) ?? "http://127.0.0.1:0")!;
        if (!IsLoopback(address))
        {
            context.Reporter.Warn($"{address} is no loopback address: everybody who reaches this machine can talk to the server.");
        }

        try
        {
            await using var server = await StartAsync(address, context.ParseResult.GetValue(_state), cancellationToken);
            context.Reporter.Print(JsonSerializer.Serialize(ReadyLine.Of(server), CliJsonContext.Readable.ReadyLine));
            context.Reporter.Notice($"listening on {server.Url}; Ctrl-C stops it");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Reporter.Notice("stopped");
        }

        return null;
    }

    private static async Task<ReferenceServer> StartAsync(Uri address, string? stateFile, CancellationToken cancellationToken)
    {
        try
        {
            return await ReferenceServer.StartAsync(new ReferenceServerOptions { Url = address, StateFile = stateFile }, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var where = stateFile is null ? string.Empty : $" with its state in {stateFile}";
            throw new NotSentException(ExitCode.NotSent, $"The server cannot start on {address}{where}: {exception.Message}", exception);
        }
    }

    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" && address.PathAndQuery is "/" ? address : null;

    private static bool IsLoopback(Uri address) =>
        string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
