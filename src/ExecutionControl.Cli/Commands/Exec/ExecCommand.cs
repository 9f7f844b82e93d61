using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.Credentials;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.Commands.Exec;

/// <summary><c>ectl exec</c>: runs a command with the accounts in the services' own environment variables.</summary>
internal sealed class ExecCommand : EctlCommand
{
    private readonly Argument<string[]> _command = new("command")
    {
        Description = "The command and its arguments, after --.",
        HelpName = "command",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _services;

    public ExecCommand(CommandHost host)
        : base(
            host,
            "exec",
            "Run a command with the accounts of a profile in the services' own variables: for ConductorOne with an access token that ends by itself, "
            + "never with the client secret.")
    {
        _services = new Option<string[]>("--service")
        {
            Description = $"Lend this account only: {string.Join(", ", host.Services.Names)}. Can be given several times.",
            HelpName = "service",
            AllowMultipleArgumentsPerToken = false,
        };
        _services.AcceptOnlyFromAmong([.. host.Services.Names]);
        Add(_services);
        Add(_command);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl exec --profile production -- sh -c 'echo \"$CONDUCTORONE_SERVER_URL\"'",
        "ectl --sandbox exec --service kubiya -- ectl executions list",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotApplied, ExitCode.HungUp, ExitCode.Interrupted,
        ExitCode.Terminated,
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var session = context.Session;
        var words = context.ParseResult.GetRequiredValue(_command);
        var program = ProgramPath.Find(words[0], session.Environment)
            ?? throw new NotSentException(
                ExitCode.NotSent,
                $"There is no program '{words[0]}'{(words[0].Contains('/', StringComparison.Ordinal) ? string.Empty : " on PATH")}. Nothing was run.");
        var asked = context.ParseResult.GetValue(_services) is { Length: > 0 } typed ? [.. typed.Select(name => Host.Services.Find(name)!)] : Host.Services.All;
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            // A profile of the environment's would go before the variables that are lent.
            [VariableNames.Profile] = null,
        };
        foreach (var variable in Host.Services.Definitions.Settings.Select(setting => setting.Variable).OfType<string>())
        {
            variables[variable] = null;
        }

        var lent = 0;
        foreach (var service in asked.Distinct())
        {
            if (await session.GetSettingsAsync(service, cancellationToken) is { } settings)
            {
                await LendAsync(context, service, settings, variables, cancellationToken);
                lent++;
            }
            else if (context.ParseResult.GetValue(_services) is { Length: > 0 })
            {
                throw session.NoCredentials(service, "see 'ectl help environment'");
            }
        }

        if (lent == 0)
        {
            throw new NotSentException(
                ExitCode.Credentials, "There is no account to lend: 'ectl auth login' keeps one, or see 'ectl help environment'. Nothing was run.");
        }

        // The child decides what a signal means, and when it is over.
        context.Grace = Timeout.InfiniteTimeSpan;
        context.End((ExitCode)await ChildProcess.RunAsync(program, words[1..], variables));
        return null;
    }

    private static async Task LendAsync(
        CommandContext context, IServiceModule service, ServiceSettings settings, Dictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        using var client = context.Session.Open(service, settings, context.Session.TokenStore);
        context.Session.Use(client.Account);
        AccessToken token;
        try
        {
            token = await client.GetTokenAsync(cancellationToken);
        }
        catch (TokenRequestException exception)
        {
            throw new NotSentException(
                exception.IsRejection ? ExitCode.Credentials : ExitCode.NotApplied,
                $"No token for {settings.Service.DisplayName}: {exception.Message}. The credential came from {client.Account.Credential}. Nothing was run.",
                exception);
        }

        foreach (var (setting, value) in client.Lend(token))
        {
            variables[setting.Variable!] = value;
        }

        var end = token.ExpiresAt ?? settings.SecretExpiresAt ?? JwtExpiry.Read(token.Value);
        var until = end is { } time ? $"until {time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC" : "with no known end";
        context.Reporter.Detail($"lent: {client.Account.Text}, {until}");
    }
}
