using System.Runtime.CompilerServices;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Services.ConductorOne;

/// <summary>ConductorOne: automations and their executions.</summary>
internal sealed class ConductorOneService : ServiceModule<ConductorOneClient, ConductorOneClientOptions>
{
    /// <summary>How a client secret begins; anything else is an access token.</summary>
    public const string ClientSecretMark = "secret-token:";

    private const string Name = "conductorone";
    private const string Automations = "automations";
    private const string AutomationExecutions = "automation-executions";

    public static ServiceSetting ClientId { get; } = new(Name, "CONDUCTORONE_CLIENT_ID", "client-id");

    public static ServiceSetting ClientSecret { get; } = new(Name, "CONDUCTORONE_CLIENT_SECRET", "client-secret", IsSecret: true);

    public static ServiceSetting AccessToken { get; } = new(Name, "CONDUCTORONE_ACCESS_TOKEN", "access-token", IsSecret: true);

    public static ServiceSetting OidcToken { get; } = new(Name, "CONDUCTORONE_OIDC_TOKEN", "oidc-token", IsSecret: true);

    public static ServiceSetting ServerUrl { get; } = new(Name, "CONDUCTORONE_SERVER_URL", ServiceSetting.ServerUrlKey);

    public override ServiceDefinition Definition { get; } = new(Name, "ConductorOne", ClientId, ClientSecret, AccessToken, OidcToken, ServerUrl)
    {
        PathBeginnings = ["/api/v1", "/api"],
        SecretFor = secret => secret.StartsWith(ClientSecretMark, StringComparison.Ordinal) ? ClientSecret : AccessToken,
    };

    public override IReadOnlyList<VariableHelp> Variables { get; } =
    [
        new($"{ClientId.Variable}, {ClientSecret.Variable}", "client credentials; the client id names the server"),
        new($"{AccessToken.Variable}", $"a token that is used as it is, before the others; needs {ServerUrl.Variable}"),
        new($"{OidcToken.Variable}", $"a workload's own token, exchanged in the name of {ClientId.Variable}, before client credentials"),
        new($"{ServerUrl.Variable}", "another server than the client id names"),
    ];

    public override string Remedy => $"set {ClientId.Variable} and {ClientSecret.Variable}, or {AccessToken.Variable} and {ServerUrl.Variable}";

    public override ToolFile ToolFile => new ConductorOneToolFile(Definition);

    public override ServiceLogin Login { get; } = new(
        "ConductorOne's client secret or access token",
        [new LoginEntry(ClientId, "--client-id", "ConductorOne: the client id, such as fox@acme.conductor.one/spc.", "id")],
        [
            new SecretRule(ClientSecret, ClientId, "--client-id", "a client secret belongs to a client id, such as fox@acme.conductor.one/spc"),
            new SecretRule(
                AccessToken,
                ServerUrl,
                "--server-url",
                $"what begins with '{ClientSecretMark}' is a client secret, anything else an access token, which is for one server",
                Replaced: ClientId),
        ])
    {
        DefaultServer = said => said(ClientId) is { } id ? $"the server of the client id {id}" : "its server",
    };

    public override bool MintsTokens => true;

    public override IReadOnlyList<string> TargetKinds => [Automations, AutomationExecutions];

    /// <summary>Settles which credential is used: an access token before a workload's token before client credentials.</summary>
    /// <inheritdoc/>
    public override (ConductorOneClientOptions Options, ServiceAccount Account) Prepare(ServiceSettings settings)
    {
        var server = settings.Address(ServerUrl);
        var id = settings[ClientId];
        if (settings[AccessToken] is { } token)
        {
            var address = server ?? throw Incomplete(
                settings, ServerUrl, AccessToken, "the server that the token is for, such as https://acme.conductor.one");
            return (new ConductorOneClientOptions { AccessToken = token, ServerUrl = address }, Account(settings, address, AccessToken));
        }

        server ??= ConductorOneClientId.TryParse(id, out var parsed) ? new Uri($"https://{parsed.Host}") : null;
        if (settings[OidcToken] is { } workload)
        {
            return (
                new ConductorOneClientOptions
                {
                    ClientId = id ?? throw Incomplete(settings, ClientId, OidcToken, "the client that the workload acts as"),
                    WorkloadToken = WorkloadToken.FromValue(workload),
                    ServerUrl = server,
                },
                Account(settings, server, OidcToken, ClientId));
        }

        if (settings[ClientSecret] is not { } secret)
        {
            throw Incomplete(settings, ClientSecret, id is null ? ServerUrl : ClientId, "the credential that belongs to it");
        }

        return (
            new ConductorOneClientOptions
            {
                ClientId = id ?? throw Incomplete(settings, ClientId, ClientSecret, "the client that the secret belongs to"),
                ClientSecret = secret,
                ServerUrl = server,
            },
            Account(settings, server, ClientId, ClientSecret));
    }

    protected override ConductorOneClient Create(ConductorOneClientOptions options) => new(options);

    protected override void KeepTokens(ConductorOneClientOptions options, ITokenStore tokens) => options.TokenStore = tokens;

    protected override Task AskAsync(ConductorOneClient client, CancellationToken cancellationToken) =>
        FirstAsync(client.ListAutomationsAsync(cancellationToken: cancellationToken), cancellationToken);

    protected override Task<AccessToken> GetTokenAsync(ConductorOneClient client, ConductorOneClientOptions options, CancellationToken cancellationToken) =>
        client.GetAccessTokenAsync(cancellationToken);

    protected override IEnumerable<(ServiceSetting Setting, string Value)> Lend(
        ConductorOneClientOptions options, ServiceAccount account, AccessToken token) =>
        [(AccessToken, token.Value), (ServerUrl, AddressOf(account))];

    protected override Task<ServiceStatus> LookAsync(
        ConductorOneClient client, TimeProvider clock, Action<string> warn, CancellationToken cancellationToken) =>
        AutomationStatus.LookAsync(client, clock, warn, cancellationToken);

    /// <summary>Automations first, so that nothing new is started. Executions cannot be paused by hand.</summary>
    protected override async IAsyncEnumerable<FreezeFinding> FindToFreezeAsync(
        ConductorOneClient client, FreezeScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var automation in client.ListAutomationsAsync(cancellationToken: cancellationToken))
        {
            if (automation is { IsEnabled: true, IsDraft: false }
                && (scope.Automations.Count == 0 || scope.Automations.Contains(automation.Id, StringComparer.Ordinal)))
            {
                yield return new FreezeFinding(ControlTargetKind.Automation, automation.Id, "enabled", ControlOperations.DisableAutomation);
            }
        }

        var filter = new AutomationExecutionFilter
        {
            AutomationIds = scope.Automations,
            States =
            [
                AutomationExecutionState.Pending, AutomationExecutionState.Creating, AutomationExecutionState.GetStep,
                AutomationExecutionState.ProcessStep, AutomationExecutionState.CompleteStep, AutomationExecutionState.Waiting,
            ],
        };
        await foreach (var execution in client.ListAutomationExecutionsAsync(filter, cancellationToken: cancellationToken))
        {
            if (scope.Holds(execution.CreatedAt))
            {
                yield return new FreezeFinding(
                    ControlTargetKind.AutomationExecution,
                    execution.Id,
                    execution.State.Value,
                    Operation: null,
                    "ConductorOne has no pause for them: 'ectl automation-executions terminate' stops them for good");
            }
        }
    }

    protected override IAsyncEnumerable<string> ListIdsAsync(
        ConductorOneClient client, string kind, ControlOperation? operation, CancellationToken cancellationToken) => kind switch
    {
        Automations => client.ListAutomationsAsync(cancellationToken: cancellationToken)
            .Where(automation => CanActOn(operation, automation))
            .Select(automation => automation.Id),
        AutomationExecutions => client.ListAutomationExecutionsAsync(filter: null, cancellationToken: cancellationToken)
            .Where(execution => operation is null || !execution.State.IsFinal)
            .Select(execution => execution.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "ConductorOne has no such targets."),
    };

    private static bool CanActOn(ControlOperation? operation, Automation automation) => operation switch
    {
        null => true,
        _ when operation == ControlOperations.DisableAutomation => automation.IsEnabled,
        _ when operation == ControlOperations.EnableAutomation => !automation.IsEnabled,

        // A backlog may outlast its breaker, but what a list shows of it is the breaker.
        _ => automation.IsCircuitBreakerTripped,
    };

    private static ServiceAccount Account(ServiceSettings settings, Uri? server, params IReadOnlyList<ServiceSetting> credential) => new(
        settings.Service,
        settings.Source,
        settings.Source.NameOf(credential),
        server,
        server is null ? null : $"tenant {server.Authority}");
}

/// <summary>
/// The file of ConductorOne's own tool: <c>profiles:</c>, then a name, then <c>client-id</c> and <c>client-secret</c>. Where there are
/// several, the one named <c>default</c> is meant (assumed).
/// </summary>
internal sealed class ConductorOneToolFile(ServiceDefinition service) : ToolFile(service)
{
    private const string Default = "default";

    public override string Place => "~/.conductorone/config.yaml";

    public override string? Locate(Variables variables) => InHome(variables, ".conductorone", "config.yaml");

    protected override ServiceSettings? Parse(string path, string text)
    {
        if (YamlText.Read(text).Mapping("profiles") is not { } profiles || profiles.Keys().ToList() is not { Count: > 0 } names)
        {
            return null;
        }

        var name = names switch
        {
            [var only] => only,
            _ when names.Contains(Default, StringComparer.Ordinal) => Default,
            _ => throw new FormatException($"it has the profiles {string.Join(", ", names)}, and none is named {Default}"),
        };
        if (profiles.Mapping(name) is not { } profile)
        {
            return null;
        }

        var settings = new ServiceSettings(
            Service,
            new SettingsSource(SettingsOrigin.ToolFile, $"{path} (profile {name})", path),
            setting => setting == ConductorOneService.ClientId || setting == ConductorOneService.ClientSecret ? profile.Text(setting.Key) : null);
        return settings.IsDecisive ? settings : null;
    }
}
