using ExecutionControl.Reference.ContractViolations;
using ExecutionControl.Reference.Codegen;
using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Control;
using ExecutionControl.Reference.Credentials;
using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.Https;
using ExecutionControl.Reference.Kubiya;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.Seed;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExecutionControl.Reference;

/// <summary>The one place that knows every part of a server: puts them together, and puts away what has to be.</summary>
internal sealed partial class ServerComposition : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ReferenceServerOptions _options;
    private readonly ListenAddress _address;
    private readonly CredentialSet _secrets;
    private readonly ILogger _logger;
    private readonly AutomationRules _rules = new();
    private readonly RateLimits _limits;
    private readonly TokenParts _tokens;
    private readonly OperationTable _operations;
    private readonly RuleDocument _firstRules;
    private ServerCertificate? _certificate;
    private StateDatabase? _database;
    private TenantDirectory? _tenants;
    private ServerControl? _control;
    private TokenControl? _tokenControl;
    private KestrelHost? _host;
    private int _disposed;

    private ServerComposition(ReferenceServerOptions options, ListenAddress address)
    {
        _options = options;
        _address = address;
        _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("ExecutionControl.ReferenceServer");
        _secrets = address.IsLoopback ? CredentialSet.Published() : CredentialSet.Generate();
        Clock = new ReferenceServerClock(options.TimeProvider);
        _limits = new RateLimits(Clock);
        _tokens = new TokenParts(new ClientRegistry(_secrets.Client), new WorkloadIssuer(Clock), new TokenLifetime(options.TokenLifetime));
        Services =
        [
            new ConductorOneModule(_tokens, BehaviourOf(options), Clock, _logger),
            new CodegenModule(_secrets.CodegenToken, CredentialSet.OrganizationId, _limits, Clock),
            new KubiyaModule(_secrets.KubiyaKey, Clock),
            .. options.FurtherServices.Select(create => create(_limits, Clock)),
        ];
        _operations = new OperationTable(Services);
        _firstRules = options.RulesFile is { } file ? RuleDocument.Read(file, _operations.Names) : new RuleDocument();
        _limits.IsOn = options.RateLimits || _firstRules.RateLimits is true;
        Faults = new FaultRules(_firstRules.Seed ?? options.Seed, _operations.Names);
        foreach (var rule in options.Faults.Concat(_firstRules.Rules ?? []))
        {
            Faults.Add(rule);
        }
    }

    public ReferenceServerClock Clock { get; }

    public FaultRules Faults { get; }

    public IReadOnlyList<IService> Services { get; }

    public RequestJournal Journal { get; } = new();

    public StateDatabase Database => _database!;

    public TenantDirectory Tenants => _tenants!;

    public ServerControl Control => _control!;

    public TokenControl Tokens => _tokenControl!;

    public Uri Url => field ??= new UriBuilder(Uri.UriSchemeHttp, _address.Host, _host!.Port).Uri;

    public ReferenceServerCredentials? Credentials { get; private set; }

    public ReferenceServerHttps? Https { get; private set; }

    public static async Task<ServerComposition> StartAsync(ReferenceServerOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        var address = await ListenAddress.ResolveAsync(options.Url, cancellationToken).ConfigureAwait(false) with { HttpsPort = options.HttpsPort };
        var composition = new ServerComposition(options, address);
        StartingHost? host = null;
        try
        {
            composition._certificate =
                options.Https ? LocalAuthority.Issue(options.CertificateFolder ?? CertificateFolder.Default, options.Url.Host) : null;
            host = StartingHost.Begin(
                address, composition._certificate?.Certificate, options.LoggerFactory ?? NullLoggerFactory.Instance, cancellationToken);
            await composition.StartAsync(host, cancellationToken).ConfigureAwait(false);
            return composition;
        }
        catch
        {
            if (host is not null)
            {
                await host.AbandonAsync().ConfigureAwait(false);
            }

            await composition.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // Requests first, then what they rely on.
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        if (_tenants is not null)
        {
            // With it the database.
            await _tenants.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            _database?.Dispose();
        }

        _certificate?.Dispose();
        _tokens.Workloads.Dispose();
        _stopping.Dispose();
    }

    private static ConductorOneBehaviour BehaviourOf(ReferenceServerOptions options) => new(
        options.ResolveAnswer, options.ResolveTimePerExecution, options.TerminateDelay,
        TakesReplays: options.ContractViolations.Contains(ContractViolation.AssertionReplay));

    private async Task StartAsync(StartingHost host, CancellationToken cancellationToken)
    {
        _database = StateDatabase.Open(_options.StateFile, _options.StatePatience);
        var seed = _options.SeedFile is { } file
            ? SeedPlan.OfFile(file, _options.PausedEvery)
            : new SeedPlan(Document: null, _options.SeedPaused, _options.PausedEvery);
        await _database.WriteAsync(
            session =>
            {
                StateSchema.EnsureCreated(session, seeding => seed.WriteFirst(seeding, Clock.GetUtcNow()));
                _rules.Add(session, _firstRules.NeverResolve ?? [], _firstRules.Runaways ?? [], Clock.GetUtcNow());
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        _tenants = new TenantDirectory(_database, seed, StartWork, _options.StateFile, _options.StatePatience, Clock);
        await _tenants.AllAsync(cancellationToken).ConfigureAwait(false);
        _control = new ServerControl(_tenants, _rules, Clock);
        _tokenControl = new TokenControl(_database, _tenants, _tokens, Clock);
        var controlToken = _options.Control ?? _address.IsLoopback ? CredentialSet.RandomText() : null;
        var pipeline = PipelineTo(new ControlEndpoint(controlToken, ControlRoutes, _stopping.Token));
        _host = await host.ListenAsync().ConfigureAwait(false);

        // Only now is the port known, and with it the client id.
        _tokenControl.Authority = Url.Authority;
        var clientId = _secrets.Client.IdAt(Url.Authority);
        var accessToken = await _database.WriteAsync(
            session => AccessTokenStore.Issue(session, clientId, Clock.GetUtcNow() + _options.TokenLifetime), cancellationToken).ConfigureAwait(false);
        Credentials = new ReferenceServerCredentials(
            new ConductorOneCredentials(clientId, _secrets.ClientSecret, accessToken),
            new CodegenCredentials(CredentialSet.OrganizationId, _secrets.CodegenToken),
            new KubiyaCredentials(_secrets.KubiyaKey),
            controlToken);
        Https = HttpsOf(Credentials);
        host.Open(pipeline.InvokeAsync);
        LogStart(Url);
    }

    private IReadOnlyList<ITenantWork> StartWork(StateDatabase database) => [.. Services.Select(service => service.StartWork(database)).OfType<ITenantWork>()];

    internal IReadOnlyList<ControlRoute> ControlRoutes() =>
    [
        .. new StateRoutes(Tenants, Services, Control, Clock).All(),
        .. new ClockRoutes(Clock).All(),
        .. new JournalRoutes(Journal, _operations.Names).All(),
        .. new TokenRoutes(Tokens).All(),
        .. new RuleRoutes(Faults, _limits, _rules, Control).All(),
    ];

    private RequestPipeline PipelineTo(ControlEndpoint control) => new(
        _operations,
        Journal,
        new RequestIds(_options.Seed),
        new CallerGuard(_address, [.. _options.AllowedHosts.Select(host => HostName.Parse(host)!)], Database),
        new FaultInjector(Faults, _options.TimeProvider),
        new ContractViolationFilter([.. _options.ContractViolations]),
        control,
        Tenants,
        Clock,
        _logger,
        _stopping.Token);

    private ReferenceServerHttps? HttpsOf(ReferenceServerCredentials credentials)
    {
        if (_host!.HttpsPort is not { } port)
        {
            return null;
        }

        var url = new UriBuilder(Uri.UriSchemeHttps, _address.Host, port).Uri;
        var clientId = CredentialSet.ClientIdAt(url.Authority);
        return new ReferenceServerHttps(url, _certificate!, clientId, EnvironmentVariables.For(url, credentials, clientId));
    }

    [LoggerMessage(3, LogLevel.Information, "The reference server listens on {Url}")]
    private partial void LogStart(Uri url);
}
