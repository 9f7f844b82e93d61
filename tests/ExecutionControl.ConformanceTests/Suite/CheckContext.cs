using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.ConformanceTests.Wire;

namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>What a check asks with: the three clients, the bare wire, and the server's control interface. All end with it.</summary>
internal sealed class CheckContext(CheckTarget target) : IDisposable
{
    private readonly Stack<IDisposable> _opened = new();
    private readonly Dictionary<(Uri Service, string? Authorization), WireCaller> _callers = [];
    private ControlInterface? _control;

    public CheckTarget Target { get; } = target;

    public ControlInterface Control => _control ??= Opened(new ControlInterface(Target.Server, Target.ControlToken));

    /// <summary>ConductorOne over bare HTTP, with a good token.</summary>
    public WireCaller ConductorOneWire => With(Target.ConductorOne, $"Bearer {Target.AccessToken}");

    /// <summary>Codegen over bare HTTP, with a good token.</summary>
    public WireCaller CodegenWire => With(Target.Codegen, $"Bearer {Target.ApiToken}");

    /// <summary>Kubiya over bare HTTP, with a good key.</summary>
    public WireCaller KubiyaWire => With(Target.Kubiya, $"Bearer {Target.ApiKey}");

    /// <summary>Bare HTTP with any Authorization header, or with null none.</summary>
    public WireCaller With(Uri service, string? authorization) =>
        _callers.TryGetValue((service, authorization), out var caller) ? caller : _callers[(service, authorization)] = Opened(new WireCaller(service, authorization));

    /// <summary>A client with a static token.</summary>
    public ConductorOneClient ConductorOne() => ConductorOne(options => options.AccessToken = Target.AccessToken);

    /// <summary>A client whose credential the check brings along.</summary>
    public ConductorOneClient ConductorOne(Action<ConductorOneClientOptions> configure)
    {
        var options = new ConductorOneClientOptions();
        options.ResolvePaused.BaseRoundDelay = TimeSpan.FromMilliseconds(1);
        return Opened(new ConductorOneClient(Configure(options, Target.ConductorOne, configure)));
    }

    public CodegenClient Codegen() => Opened(new CodegenClient(Configure(
        new CodegenClientOptions { OrganizationId = Target.OrganizationId, ApiToken = Target.ApiToken }, Target.Codegen)));

    public KubiyaClient Kubiya() => Opened(new KubiyaClient(Configure(new KubiyaClientOptions { ApiKey = Target.ApiKey }, Target.Kubiya)));

    public void Dispose()
    {
        while (_opened.TryPop(out var opened))
        {
            opened.Dispose();
        }
    }

    private TOptions Configure<TOptions>(TOptions options, Uri server, Action<TOptions>? configure = null)
        where TOptions : ControlClientOptions
    {
        options.ServerUrl = server;

        // A server that keeps its promises needs no second attempt, and one that does not is to be seen.
        options.Retry.MaxAttempts = 1;
        if (Target.Observer is { } observer)
        {
            options.Handlers.Add(observer);
        }

        configure?.Invoke(options);
        return options;
    }

    private T Opened<T>(T opened)
        where T : IDisposable
    {
        _opened.Push(opened);
        return opened;
    }
}
