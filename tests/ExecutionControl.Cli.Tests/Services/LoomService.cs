using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.Tests.Services;

/// <summary>A fourth service: all that ectl would need of it, and no service behind it.</summary>
internal sealed class LoomService : IServiceModule
{
    public const string Token = "loom-token-1234567890";

    private const string Name = "loom";
    private const string Looms = "looms";

    public static ServiceSetting Key { get; } = new(Name, "LOOM_KEY", "key", IsSecret: true);

    public static ServiceSetting Hall { get; } = new(Name, "LOOM_HALL", "hall", IsDecisive: false, IsNumber: true);

    public static ServiceSetting ServerUrl { get; } = new(Name, "LOOM_URL", ServiceSetting.ServerUrlKey);

    public ServiceDefinition Definition { get; } = new(Name, "LoomWorks", Key, Hall, ServerUrl)
    {
        PathBeginnings = ["/v9"],
        SecretFor = _ => Key,
    };

    public IReadOnlyList<VariableHelp> Variables { get; } = [new("LOOM_KEY, LOOM_HALL", "key and number of the hall")];

    public string Remedy => "set LOOM_KEY";

    public ToolFile ToolFile => new LoomToolFile(Definition);

    public ServiceLogin Login { get; } = new(
        "LoomWorks' key",
        [new LoginEntry(Hall, "--hall", "LoomWorks: the number of the hall.", "number")],
        [new SecretRule(Key, Hall, "--hall", "every loom stands in a hall")])
    {
        DefaultServer = _ => "http://127.0.0.1:9",
    };

    public bool MintsTokens => false;

    public IReadOnlyList<string> TargetKinds => [Looms];

    public IServiceModule HeldBy(string holder) => this;

    public ServiceAccount Describe(ServiceSettings settings) => new(
        Definition,
        settings.Source,
        settings.Source.NameOf([Key]),
        settings.Address(ServerUrl) ?? new Uri("http://127.0.0.1:9"),
        $"hall {settings.PositiveNumber(Hall)}");

    public IServiceClient Open(ServiceSettings settings, ClientSetup setup) => new LoomClient(Describe(settings));

    private sealed class LoomClient(ServiceAccount account) : IServiceClient
    {
        public ServiceAccount Account => account;

        public IDisposable Client => this;

        public Task AskAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<AccessToken> GetTokenAsync(CancellationToken cancellationToken) => Task.FromResult(new AccessToken(Token));

        public IEnumerable<(ServiceSetting Setting, string Value)> Lend(AccessToken token) => [(Key, token.Value)];

        public Task<ServiceStatus> LookAsync(TimeProvider clock, Action<string> warn, CancellationToken cancellationToken) => Task.FromResult(
            new ServiceStatus([new StatusFigure("runningLooms", "loom", "running", new BoundedCount(3, IsLowerBound: false), Tone.Busy)], []));

        public IAsyncEnumerable<FreezeFinding> FindToFreezeAsync(FreezeScope scope, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<FreezeFinding>();

        public IAsyncEnumerable<string> ListIdsAsync(string kind, ControlOperation? operation, CancellationToken cancellationToken) =>
            new[] { $"{kind}-1 of {account.Holder}".Replace(' ', '-'), $"{kind}-2" }.ToAsyncEnumerable();

        public void Dispose()
        {
        }
    }

    /// <summary>The key alone, on one line.</summary>
    private sealed class LoomToolFile(ServiceDefinition service) : ToolFile(service)
    {
        public override string Place => "~/.loom/key";

        public override string? Locate(Variables variables) => InHome(variables, ".loom", "key");

        protected override ServiceSettings? Parse(string path, string text) => new(
            Service, new SettingsSource(SettingsOrigin.ToolFile, path, path), setting => setting == Key ? text : null);
    }
}
