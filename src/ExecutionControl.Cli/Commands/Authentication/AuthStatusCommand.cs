using System.Globalization;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary><c>ectl auth status</c>: which account would be used, where it comes from, and whether the service accepts it.</summary>
internal sealed class AuthStatusCommand : EctlCommand
{
    private readonly ServiceArgument _service;

    public AuthStatusCommand(CommandHost host)
        : base(host, "status", "Show which account is used at each service, where it comes from, and whether a real call accepts it.")
    {
        _service = new ServiceArgument(host.Services, isRequired: false);
        Add(_service);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["ectl auth status", "ectl auth status kubiya --profile staging", "ectl auth status conductorone --no-token-cache --output json"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.Refused, ExitCode.NotApplied, ExitCode.HungUp, ExitCode.Interrupted,
        ExitCode.Terminated,
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var typed = _service.In(context.ParseResult);
        var checks = new List<AccountHealth>();
        foreach (var service in typed is null ? Host.Services.All : [typed])
        {
            checks.Add(await AccountCheck.RunAsync(context.Session, service, cancellationToken));
        }

        var exitCode = ExitCodeOf(checks);
        context.PrintAnswer(
            Lines(checks, context.IsSandbox),
            new AuthStatusDocument(exitCode, context.IsSandbox, [.. checks.Select(AuthStatusItem.Of)]),
            AuthenticationJsonContext.Readable.AuthStatusDocument,
            exitCode);
        return null;
    }

    /// <summary>A service that nobody has an account at is no fault, as long as there is another.</summary>
    private static ExitCode ExitCodeOf(List<AccountHealth> checks) =>
        (checks.Find(check => check is { ExitCode: not ExitCode.Success, State: not AccountState.Missing })
            ?? checks.Find(check => check.State != AccountState.Missing)
            ?? checks[0]).ExitCode;

    private static IEnumerable<string> Lines(List<AccountHealth> checks, bool isSandbox) =>
    [
        .. AlignedText.Of(
        [
            ["SERVICE", "STATE", "HOLDER", "SERVER", "EXPIRES", "CREDENTIAL FROM"],
            .. checks.Select(check => (string[])
            [
                check.Service.Name,
                StateText(check.State),
                check.Account?.Holder ?? "-",
                check.Account?.Server?.ToString() ?? "-",
                check.ExpiresAt?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-",
                isSandbox ? "the sandbox" : check.Account?.Credential ?? "-",
            ]),
        ]),
        .. checks.Where(check => check.State != AccountState.Valid).Select(check => $"{check.Service.Name}: {check.Message}"),
    ];

    private static string StateText(AccountState state) => state switch
    {
        AccountState.NotPermitted => "not permitted",
        _ => state.ToString().ToLowerInvariant(),
    };
}

/// <summary>The accounts and whether they are valid, as a document for programs.</summary>
/// <param name="ExitCode">The exit code, as a number.</param>
/// <param name="Sandbox">Whether the sandbox answered.</param>
/// <param name="Accounts">The accounts.</param>
internal sealed record AuthStatusDocument(ExitCode ExitCode, bool Sandbox, IReadOnlyList<AuthStatusItem> Accounts)
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/auth-status";
}

/// <summary>The documents about accounts as JSON.</summary>
[JsonSerializable(typeof(AuthStatusDocument))]
[JsonSerializable(typeof(AccessTokenDocument))]
internal sealed partial class AuthenticationJsonContext : JsonSerializerContext
{
    public static AuthenticationJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

/// <summary>One account of the status.</summary>
internal sealed record AuthStatusItem
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>What a real call showed.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<AccountState>))]
    public required AccountState State { get; init; }

    /// <summary>What that means, in words.</summary>
    public required string Message { get; init; }

    /// <summary>What the credential is called where it comes from: variables, or a profile or file.</summary>
    public string? Credential { get; init; }

    /// <summary>As whom it was asked, and who said so.</summary>
    public AccountReport? Account { get; init; }

    /// <summary>When the token ends; left out where nobody knows.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public static AuthStatusItem Of(AccountHealth health) => new()
    {
        Service = health.Service.JsonName,
        State = health.State,
        Message = health.Message,
        Credential = health.Account?.Credential,
        Account = health.Account?.Report,
        ExpiresAt = health.ExpiresAt,
    };
}
