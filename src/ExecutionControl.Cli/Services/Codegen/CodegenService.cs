using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Services.Codegen;

/// <summary>Codegen: agent runs.</summary>
/// <param name="organization">The organization that was typed, which goes before every other; null where none was.</param>
internal sealed class CodegenService(long? organization = null) : ServiceModule<CodegenClient, CodegenClientOptions>
{
    private const string Name = "codegen";
    private const string AgentRuns = "agent-runs";
    private const string HolderPrefix = "organization ";

    public static ServiceSetting ApiToken { get; } = new(Name, "CODEGEN_API_TOKEN", "api-token", IsSecret: true);

    public static ServiceSetting Organization { get; } = new(Name, "CODEGEN_ORG_ID", "organization", IsDecisive: false, IsNumber: true);

    public static ServiceSetting ServerUrl { get; } = new(Name, "CODEGEN_API_BASE_URL", ServiceSetting.ServerUrlKey);

    public override ServiceDefinition Definition { get; } = new(Name, "Codegen", ApiToken, Organization, ServerUrl)
    {
        PathBeginnings = ["/v1"],
        SecretFor = _ => ApiToken,
    };

    public override IReadOnlyList<VariableHelp> Variables { get; } =
    [
        new($"{ApiToken.Variable}, {Organization.Variable}", "token and organization number; --organization goes before the variable"),
        new($"{ServerUrl.Variable}", "another server than https://api.codegen.com"),
    ];

    public override string Remedy => $"set {ApiToken.Variable} and {Organization.Variable} (both are on Codegen's settings page)";

    public override ToolFile ToolFile => new CodegenToolFile(Definition);

    public override ServiceLogin Login { get; } = new(
        "Codegen's API token",
        [new LoginEntry(Organization, "--organization", "Codegen: the number of the organization.", "number")],
        [new SecretRule(ApiToken, Organization, "--organization", "the number of the organization is on Codegen's settings page")])
    {
        DefaultServer = _ => CodegenClientOptions.DefaultServerUrl.GetLeftPart(UriPartial.Authority),
    };

    public override IReadOnlyList<string> TargetKinds => [AgentRuns];

    public override IServiceModule HeldBy(string holder) =>
        holder.StartsWith(HolderPrefix, StringComparison.Ordinal)
        && long.TryParse(holder.AsSpan(HolderPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0
            ? new CodegenService(number)
            : this;

    public override (CodegenClientOptions Options, ServiceAccount Account) Prepare(ServiceSettings settings)
    {
        var token = settings[ApiToken] ?? throw Incomplete(settings, ApiToken, ServerUrl, "the credential for that server");
        var number = organization ?? settings.PositiveNumber(Organization) ?? throw new NotSentException(
            ExitCode.NotSent,
            $"Which organization of Codegen's is meant is not said: give --organization, or set {Said(settings)}. Nothing was sent.");
        var options = new CodegenClientOptions { ApiToken = token, OrganizationId = number, ServerUrl = settings.Address(ServerUrl) };
        return (options, new ServiceAccount(
            settings.Service,
            settings.Source,
            settings.Source.NameOf([ApiToken]),
            options.ServerUrl ?? CodegenClientOptions.DefaultServerUrl,
            $"{HolderPrefix}{number}"));
    }

    /// <summary>Where the organization can be said: the file of another tool is that tool's own.</summary>
    private static string Said(ServiceSettings settings) =>
        settings.Source.Origin == SettingsOrigin.ToolFile ? Organization.Variable! : settings.Source.NameOf(Organization);

    protected override CodegenClient Create(CodegenClientOptions options) => new(options);

    protected override Task AskAsync(CodegenClient client, CancellationToken cancellationToken) =>
        FirstAsync(client.ListAgentRunsAsync(cancellationToken: cancellationToken), cancellationToken);

    protected override Task<AccessToken> GetTokenAsync(CodegenClient client, CodegenClientOptions options, CancellationToken cancellationToken) =>
        Task.FromResult(new AccessToken(options.ApiToken!));

    protected override IEnumerable<(ServiceSetting Setting, string Value)> Lend(
        CodegenClientOptions options, ServiceAccount account, AccessToken token) =>
    [
        (ApiToken, token.Value),
        (Organization, options.OrganizationId.ToString(CultureInfo.InvariantCulture)),
        (ServerUrl, AddressOf(account)),
    ];

    /// <summary>Codegen filters by no status: the newest runs are gone through, and what is older is not counted.</summary>
    protected override async Task<ServiceStatus> LookAsync(
        CodegenClient client, TimeProvider clock, Action<string> warn, CancellationToken cancellationToken)
    {
        var runs = await client.ListAgentRunsAsync(cancellationToken: cancellationToken).Take(BoundedCount.Most).ToListAsync(cancellationToken);
        var isAll = runs.Count < BoundedCount.Most;
        var paused = runs.Count(run => run.State == AgentRunState.Paused);
        return new ServiceStatus(
            [
                new StatusFigure("pausedRuns", "agent run", "paused", new BoundedCount(paused, !isAll), Tone.Held),
                new StatusFigure(
                    "runningRuns",
                    "agent run", "running",
                    new BoundedCount(runs.Count(run => !run.State.IsFinal) - paused, !isAll),
                    Tone.Busy),
            ],
            []);
    }

    /// <summary>Codegen has no pause: what runs is stopped by a ban of its pull request, where it has one, or not at all.</summary>
    protected override async IAsyncEnumerable<FreezeFinding> FindToFreezeAsync(
        CodegenClient client, FreezeScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (scope.Automations.Count > 0)
        {
            yield break;
        }

        await foreach (var run in client.ListAgentRunsAsync(cancellationToken: cancellationToken))
        {
            if (run.State.IsFinal || run.State == AgentRunState.Paused || !scope.Holds(run.CreatedAt))
            {
                continue;
            }

            var hasPullRequest = run.PullRequests.Count > 0;
            yield return new FreezeFinding(
                ControlTargetKind.AgentRun,
                run.Id.ToString(CultureInfo.InvariantCulture),
                run.State.Value,
                scope.BansPullRequests && hasPullRequest ? ControlOperations.BanPullRequestChecks : null,
                hasPullRequest ? "Codegen has no pause: --ban stops the agents on their pull requests" : "Codegen has no pause, and they have no pull request");
        }
    }

    protected override IAsyncEnumerable<string> ListIdsAsync(
        CodegenClient client, string kind, ControlOperation? operation, CancellationToken cancellationToken) => kind switch
    {
        // A pull request can be banned whatever has become of the run.
        AgentRuns => client.ListAgentRunsAsync(filter: null, cancellationToken: cancellationToken)
            .Where(run => operation != ControlOperations.ResumeAgentRun || run.State == AgentRunState.Paused)
            .Select(run => run.Id.ToString(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Codegen has no such targets."),
    };
}

/// <summary>The file of Codegen's own tool: JSON with <c>token</c> and <c>organization.id</c>.</summary>
internal sealed class CodegenToolFile(ServiceDefinition service) : ToolFile(service)
{
    public override string Place => "~/.codegen/auth.json";

    public override string? Locate(Variables variables) => InHome(variables, ".codegen", "auth.json");

    protected override ServiceSettings? Parse(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("it is no JSON object");
            }

            var token = Text(root, "token");
            var organization = root.TryGetProperty("organization", out var found) && found.ValueKind == JsonValueKind.Object ? Text(found, "id") : null;
            var settings = new ServiceSettings(
                Service,
                new SettingsSource(SettingsOrigin.ToolFile, path, path),
                setting => setting == CodegenService.ApiToken ? token : setting == CodegenService.Organization ? organization : null);
            return settings.IsDecisive ? settings : null;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"it is no JSON: see line {exception.LineNumber + 1}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // Half a character, written as an escape, is JSON but no text.
            throw new FormatException("it holds text that is none", exception);
        }
    }

    private static string? Text(JsonElement holder, string name) => holder.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;
}
