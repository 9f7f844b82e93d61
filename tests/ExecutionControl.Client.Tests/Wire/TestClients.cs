using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;

namespace ExecutionControl.Client.Tests.Wire;

/// <summary>Clients for a server of a test, on a clock that nobody waits for and with jitter that always draws its ceiling.</summary>
internal static class TestClients
{
    public static ConductorOneClient ConductorOne(Uri server, TurnedClock clock, Action<ConductorOneClientOptions>? configure = null) =>
        new(Configure(new ConductorOneClientOptions { AccessToken = "c1-test-token" }, server, clock, options =>
        {
            options.ResolvePaused.AttemptTimeout = TimeSpan.FromHours(1);
            configure?.Invoke(options);
        }));

    public static CodegenClient Codegen(Uri server, TurnedClock clock, Action<CodegenClientOptions>? configure = null) =>
        new(Configure(new CodegenClientOptions { ApiToken = "codegen-test-token", OrganizationId = 42 }, server, clock, configure));

    public static KubiyaClient Kubiya(Uri server, TurnedClock clock, Action<KubiyaClientOptions>? configure = null) =>
        new(Configure(new KubiyaClientOptions { ApiKey = "kubiya-test-key" }, server, clock, configure));

    private static TOptions Configure<TOptions>(TOptions options, Uri server, TurnedClock clock, Action<TOptions>? configure)
        where TOptions : ControlClientOptions
    {
        options.ServerUrl = server;
        options.TimeProvider = clock;
        options.Random = new FixedRandom(1);
        options.Retry.AttemptTimeout = TimeSpan.FromMinutes(30);
        options.Retry.ObservationTimeout = TimeSpan.FromMinutes(30);
        options.Retry.Deadline = null;
        configure?.Invoke(options);
        return options;
    }
}
