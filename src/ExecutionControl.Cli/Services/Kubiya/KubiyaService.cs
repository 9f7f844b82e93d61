using System.Runtime.CompilerServices;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Services.Kubiya;

/// <summary>Kubiya: agent and team executions.</summary>
internal sealed class KubiyaService : ServiceModule<KubiyaClient, KubiyaClientOptions>
{
    private const string Name = "kubiya";
    private const string Executions = "executions";

    public static ServiceSetting ApiKey { get; } = new(Name, "KUBIYA_API_KEY", "api-key", IsSecret: true);

    public static ServiceSetting ServerUrl { get; } = new(Name, "KUBIYA_CONTROL_PLANE_BASE_URL", ServiceSetting.ServerUrlKey);

    public override ServiceDefinition Definition { get; } = new(Name, "Kubiya", ApiKey, ServerUrl)
    {
        PathBeginnings = ["/api/v1", "/api"],
        SecretFor = _ => ApiKey,
    };

    public override IReadOnlyList<VariableHelp> Variables { get; } =
    [
        new($"{ApiKey.Variable}", "API key"),
        new($"{ServerUrl.Variable}", "another server than https://control-plane.kubiya.ai"),
    ];

    public override string Remedy => $"set {ApiKey.Variable}";

    public override ToolFile ToolFile => new KubiyaToolFile(Definition);

    public override ServiceLogin Login { get; } = new("Kubiya's API key", Entries: [], Rules: [])
    {
        DefaultServer = _ => KubiyaClientOptions.DefaultServerUrl.GetLeftPart(UriPartial.Authority),
    };

    public override IReadOnlyList<string> TargetKinds => [Executions];

    public override (KubiyaClientOptions Options, ServiceAccount Account) Prepare(ServiceSettings settings)
    {
        var key = settings[ApiKey] ?? throw Incomplete(settings, ApiKey, ServerUrl, "the credential for that server");
        var options = new KubiyaClientOptions { ApiKey = key, ServerUrl = settings.Address(ServerUrl) };
        return (options, new ServiceAccount(
            settings.Service,
            settings.Source,
            settings.Source.NameOf([ApiKey]),
            options.ServerUrl ?? KubiyaClientOptions.DefaultServerUrl,
            Holder: null));
    }

    protected override KubiyaClient Create(KubiyaClientOptions options) => new(options);

    protected override Task AskAsync(KubiyaClient client, CancellationToken cancellationToken) =>
        FirstAsync(client.ListExecutionsAsync(cancellationToken: cancellationToken), cancellationToken);

    protected override Task<AccessToken> GetTokenAsync(KubiyaClient client, KubiyaClientOptions options, CancellationToken cancellationToken) =>
        Task.FromResult(new AccessToken(options.ApiKey!));

    protected override IEnumerable<(ServiceSetting Setting, string Value)> Lend(
        KubiyaClientOptions options, ServiceAccount account, AccessToken token) =>
        [(ApiKey, token.Value), (ServerUrl, AddressOf(account))];

    protected override async Task<ServiceStatus> LookAsync(
        KubiyaClient client, TimeProvider clock, Action<string> warn, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(
            new[]
            {
                KubiyaExecutionState.Paused, KubiyaExecutionState.WaitingForInput, KubiyaExecutionState.Running,
                KubiyaExecutionState.Queued, KubiyaExecutionState.Pending,
            }.Select(state => BoundedCount.OfAsync(
                client.ListExecutionsAsync(new KubiyaExecutionFilter { State = state }, cancellationToken: cancellationToken))));
        return new ServiceStatus(
            [
                new StatusFigure("pausedExecutions", "execution", "paused", counts[0], Tone.Held),
                new StatusFigure("waitingExecutions", "execution", "waiting for input", counts[1], Tone.Held),
                new StatusFigure("runningExecutions", "execution", "running", counts[2] + counts[3] + counts[4], Tone.Busy),
            ],
            []);
    }

    /// <summary>What runs or waits for input is paused; what has not begun cannot be.</summary>
    protected override async IAsyncEnumerable<FreezeFinding> FindToFreezeAsync(
        KubiyaClient client, FreezeScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (scope.Automations.Count > 0)
        {
            yield break;
        }

        // In the order in which executions come to these, so that one that goes on meanwhile is seen in the next.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var state in (KubiyaExecutionState[])
            [KubiyaExecutionState.Pending, KubiyaExecutionState.Queued, KubiyaExecutionState.Running, KubiyaExecutionState.WaitingForInput])
        {
            await foreach (var execution in client.ListExecutionsAsync(new KubiyaExecutionFilter { State = state }, cancellationToken: cancellationToken))
            {
                var isPausable = execution.State == KubiyaExecutionState.Running || execution.State == KubiyaExecutionState.WaitingForInput;
                if (execution.State.IsFinal || execution.State == KubiyaExecutionState.Paused || !scope.Holds(execution.CreatedAt)
                    || !seen.Add($"{isPausable}{execution.Id}"))
                {
                    continue;
                }

                yield return new FreezeFinding(
                    ControlTargetKind.Execution,
                    execution.Id,
                    execution.State.Value,
                    isPausable ? ControlOperations.PauseExecution : null,
                    "Kubiya pauses only what has begun: give the command again when they have, or 'ectl executions terminate'");
            }
        }
    }

    protected override IAsyncEnumerable<string> ListIdsAsync(
        KubiyaClient client, string kind, ControlOperation? operation, CancellationToken cancellationToken) => kind switch
    {
        Executions => client.ListExecutionsAsync(cancellationToken: cancellationToken)
            .Where(execution => CanActOn(operation, execution.State))
            .Select(execution => execution.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Kubiya has no such targets."),
    };

    private static bool CanActOn(ControlOperation? operation, KubiyaExecutionState state) => operation switch
    {
        null => true,
        _ when operation == ControlOperations.ResumeExecution => state == KubiyaExecutionState.Paused,
        _ when operation == ControlOperations.TerminateExecution => !state.IsFinal,
        _ => !state.IsFinal && state != KubiyaExecutionState.Paused,
    };
}

/// <summary>
/// The file of Kubiya's own tool, laid out like kubectl's: <c>current-context</c> names one of <c>contexts</c>, which names the address
/// and one of <c>users</c>, which holds the token.
/// </summary>
internal sealed class KubiyaToolFile(ServiceDefinition service) : ToolFile(service)
{
    /// <summary>Names the file where it is not the usual one.</summary>
    private const string Variable = "KUBIYA_CONFIG";

    public override string Place => $"~/.kubiya/config or the file that {Variable} names";

    public override string? Locate(Variables variables) => variables[Variable] ?? InHome(variables, ".kubiya", "config");

    protected override ServiceSettings? Parse(string path, string text)
    {
        var root = YamlText.Read(text);
        if (root.Text("current-context") is not { } current)
        {
            return null;
        }

        var context = Named(root, "contexts", current)?.Mapping("context")
            ?? throw new FormatException($"its current-context '{current}' is none of its contexts");
        var userName = context.Text("user") ?? throw new FormatException($"its context '{current}' names no user");
        var user = Named(root, "users", userName)?.Mapping("user")
            ?? throw new FormatException($"the user '{userName}' of its context '{current}' is none of its users");
        var settings = new ServiceSettings(
            Service,
            new SettingsSource(SettingsOrigin.ToolFile, $"{path} (context {current})", path),
            setting => setting == KubiyaService.ApiKey ? user.Text("token") : setting == KubiyaService.ServerUrl ? context.Text("api-url") : null);
        return settings[KubiyaService.ApiKey] is null ? null : settings;
    }

    private static YamlMapping? Named(YamlMapping root, string list, string name) =>
        root.Mappings(list).FirstOrDefault(entry => string.Equals(entry.Text("name"), name, StringComparison.Ordinal));
}
