using System.CommandLine;
using System.Text.Json;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary><c>ectl auth token</c>: the access token that a call would carry, for scripts.</summary>
internal sealed class AuthTokenCommand : EctlCommand
{
    private readonly ServiceArgument _service;

    public AuthTokenCommand(CommandHost host)
        : base(host, "token", "Print an access token that is not near its end, for scripts. It is a secret: keep it out of logs.")
    {
        _service = new ServiceArgument(host.Services, isRequired: true);
        Add(_service);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl auth token conductorone --output json",
        "curl -H @<(printf 'Authorization: Bearer %s' \"$(ectl auth token conductorone)\") https://acme.conductor.one/api/v1/automations",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotApplied, ExitCode.HungUp, ExitCode.Interrupted,
        ExitCode.Terminated,
    ];

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) =>
        report with { Service = _service.In(parseResult)?.Definition.JsonName, Operation = "auth token" };

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var service = _service.In(context.ParseResult)!;
        var session = context.Session;
        var settings = await session.GetSettingsAsync(service, cancellationToken)
            ?? throw session.NoCredentials(service, "see 'ectl help environment'");
        using var client = session.Open(service, settings, session.TokenStore);
        session.Use(client.Account);
        try
        {
            var token = await client.GetTokenAsync(cancellationToken);
            var document = new AccessTokenDocument
            {
                Service = service.Definition.JsonName,
                AccessToken = token.Value,
                ExpiresAt = token.ExpiresAt ?? JwtExpiry.Read(token.Value),
                Server = client.Account.Server?.ToString(),
            };
            context.Reporter.PrintSecret(context.Reporter.IsForPeople
                ? token.Value
                : JsonSerializer.Serialize(document, AuthenticationJsonContext.Readable.AccessTokenDocument));
            return null;
        }
        catch (TokenRequestException exception)
        {
            return new OutcomeReport
            {
                Outcome = exception.IsRejection ? ReportedOutcome.Refused : ReportedOutcome.NotApplied,
                ExitCode = exception.IsRejection ? ExitCode.Credentials : ExitCode.NotApplied,
                SafeToRepeat = true,
                Status = exception.StatusCode,
                ServiceMessage = exception.ServiceMessage,
                Lines = [$"There is no token to be had: {exception.Message}.", $"The credential came from {client.Account.Credential}."],
            };
        }
    }
}

/// <summary>An access token, as a document for programs.</summary>
internal sealed record AccessTokenDocument
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/access-token";

    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>The token: a secret.</summary>
    public required string AccessToken { get; init; }

    /// <summary>When it ends; left out where nobody knows.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The server that it is for.</summary>
    public string? Server { get; init; }

    public override string ToString() => "AccessTokenDocument (hidden)";
}
