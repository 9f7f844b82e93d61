using System.Collections.Concurrent;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.DependencyInjection;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.Reference;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ExecutionControl.Client.Tests.DependencyInjection;

/// <summary>A configuration that changes under a client that runs: its credential is followed, and nothing else.</summary>
public sealed class ChangedOptionsTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private readonly ConcurrentQueue<string> _log = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_KeyIsRotated_UsesTheNewOneWithoutARestart(bool isKeyed)
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        var configuration = Configuration(("ServerUrl", server.Url.ToString()), ("ApiKey", "key-1"));
        var services = Services();
        _ = isKeyed ? services.AddKeyedKubiya("a", configuration) : services.AddKubiya(configuration);
        await using var provider = services.BuildServiceProvider();
        KubiyaClient Client() => isKeyed ? provider.GetRequiredKeyedService<KubiyaClient>("a") : provider.GetRequiredService<KubiyaClient>();
        var client = Client();
        await client.PauseExecutionAsync(Execution);

        Change(configuration, ("ApiKey", "key-2"));
        await client.PauseExecutionAsync(Execution);

        Assert.Same(client, Client());
        Assert.Equal(["Bearer key-1", "Bearer key-2"], server.Requests.Select(request => request.Headers["Authorization"]));
        Assert.Contains($"CredentialChanged: The credential for {server.Url.Authority} has changed, and is used from now on", _log);
        Assert.DoesNotContain(_log, line => line.Contains("key-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_ClientSecretIsRotated_MintsWithTheNewOne()
    {
        await using var server = await ReferenceServer.StartAsync();
        var other = await server.AddClientAsync("auditor");
        var configuration = Configuration(
            ("ServerUrl", server.Url.ToString()),
            ("ClientId", server.Credentials.ConductorOne.ClientId),
            ("ClientSecret", server.Credentials.ConductorOne.ClientSecret));
        await using var provider = Services().Also(services => services.AddConductorOne(configuration)).BuildServiceProvider();
        var client = provider.GetRequiredService<ConductorOneClient>();
        var first = await client.GetAccessTokenAsync();

        Change(configuration, ("ClientId", other.ClientId), ("ClientSecret", other.ClientSecret));
        var second = await client.GetAccessTokenAsync();
        Change(configuration, ("Retry:MaxAttempts", "7"));
        var third = await client.GetAccessTokenAsync();

        Assert.NotEqual(first.Value, second.Value);
        Assert.Equal(second.Value, third.Value);
        Assert.Equal(2, server.Journal.Entries.Count(entry => entry.Operation == OperationNames.Token));
    }

    [Fact]
    public async Task Call_KeyIsRotatedAfterItWasRejected_IsSentAgainWithTheNewOne()
    {
        IConfigurationRoot? configuration = null;
        await using var server = new ScriptedServer(request =>
        {
            if (request.Headers["Authorization"] == "Bearer key-2")
            {
                return Reply.Json("""{"success":true}""");
            }

            Change(configuration!, ("ApiKey", "key-2"));
            return Reply.Json("{}", 401);
        });
        configuration = Configuration(("ServerUrl", server.Url.ToString()), ("ApiKey", "key-1"));
        await using var provider = Services().Also(services => services.AddKubiya(configuration)).BuildServiceProvider();

        var result = await provider.GetRequiredService<KubiyaClient>().PauseExecutionAsync(Execution);

        Assert.Equal((ControlOutcome.Applied, 2), (result.Outcome, server.Requests.Count));
    }

    [Theory]
    [InlineData("ServerUrl", "https://elsewhere.example")]
    [InlineData("OrganizationId", "43")]
    public async Task Call_AnotherServerOrOrganization_IsNotFollowedAndSaysSo(string option, string value)
    {
        await using var server = new ScriptedServer(Reply.Json("""{"id":101,"organization_id":42,"status":"ACTIVE"}"""));
        var configuration = Configuration(("ServerUrl", server.Url.ToString()), ("OrganizationId", "42"), ("ApiToken", "token-1"));
        await using var provider = Services().Also(services => services.AddCodegen(configuration)).BuildServiceProvider();
        var client = provider.GetRequiredService<CodegenClient>();

        Change(configuration, (option, value), ("ApiToken", "token-2"));
        await client.GetAgentRunAsync(101);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("Bearer token-1", true), (request.Headers["Authorization"], request.Path.Contains("/42/", StringComparison.Ordinal)));
        Assert.Contains(_log, line => line.Contains("are not followed: they are for another server or organization, which takes a restart", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_ChangedOptionsAreWrong_GoesOnAsBeforeAndSaysSo()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        var configuration = Configuration(("ServerUrl", server.Url.ToString()), ("ApiKey", "key-1"));
        await using var provider = Services().Also(services => services.AddKubiya(configuration)).BuildServiceProvider();
        var client = provider.GetRequiredService<KubiyaClient>();

        // Whoever reloads it is told, too: .NET hands on what a listener throws.
        Assert.NotNull(Record.Exception(() => Change(configuration, ("ApiKey", "key 2 with spaces"), ("Retry:MaxAttempts", "0"))));
        await client.PauseExecutionAsync(Execution);
        Change(configuration, ("ApiKey", "key-3"), ("Retry:MaxAttempts", "1"));
        await client.PauseExecutionAsync(Execution);

        Assert.Equal(["Bearer key-1", "Bearer key-3"], server.Requests.Select(request => request.Headers["Authorization"]));
        var line = Assert.Single(_log, line => line.StartsWith("CredentialNotFollowed", StringComparison.Ordinal));
        Assert.Contains("Retry.MaxAttempts is 0", line, StringComparison.Ordinal);
        Assert.DoesNotContain("key 2", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_ClientOfTheProvider_FollowsNothingAnyMore()
    {
        var configuration = Configuration(("ApiKey", "key-1"));
        await using var provider = Services().Also(services => services.AddKubiya(configuration)).BuildServiceProvider();
        provider.GetRequiredService<KubiyaClient>().Dispose();

        Change(configuration, ("ApiKey", "key-2"));

        Assert.DoesNotContain(_log, line => line.StartsWith("Credential", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Configure_WithoutAName_ReachesTheClient(bool isFirst)
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        var services = Services();
        void Set() => services.Configure<KubiyaClientOptions>(options => (options.ServerUrl, options.ApiKey) = (server.Url, "key-1"));
        if (isFirst)
        {
            Set();
        }

        services.AddKubiya();
        if (!isFirst)
        {
            Set();
        }

        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<KubiyaClient>().PauseExecutionAsync(Execution);

        Assert.Equal("Bearer key-1", Assert.Single(server.Requests).Headers["Authorization"]);
        Assert.Equal("key-1", provider.GetRequiredService<IOptions<KubiyaClientOptions>>().Value.ApiKey);
    }

    [Fact]
    public async Task AddKeyedKubiya_KeysOfAnyKind_HaveNamesThatCanBeConfigured()
    {
        var services = Services();
        var tenant = new Tenant(7);
        services.AddKeyedKubiya(tenant, options => options.ApiKey = "key-1");
        services.AddKeyedKubiya(ControlService.Kubiya, (provider, options) => options.ApiKey = provider.GetRequiredService<Vault>().Key);
        services.AddSingleton(new Vault("key-2"));
        var name = ControlClientNames.Keyed(ControlService.Kubiya, tenant);
        services.Configure<KubiyaClientOptions>(name, options => options.Retry.MaxAttempts = 9);
        await using var provider = services.BuildServiceProvider();

        Assert.NotSame(provider.GetRequiredKeyedService<KubiyaClient>(tenant), provider.GetRequiredKeyedService<KubiyaClient>(ControlService.Kubiya));
        var monitor = provider.GetRequiredService<IOptionsMonitor<KubiyaClientOptions>>();
        Assert.Equal(("ExecutionControl.Client.Kubiya.tenant 7", "key-1", 9), (name, monitor.Get(name).ApiKey, monitor.Get(name).Retry.MaxAttempts));
        Assert.Equal("key-2", monitor.Get(ControlClientNames.Keyed(ControlService.Kubiya, ControlService.Kubiya)).ApiKey);
    }

    [Fact]
    public void AddKeyedKubiya_KeyThatIsNoOnesOwn_IsRefused()
    {
        var services = Services();
        services.AddKeyedKubiya(new Tenant(7), options => options.ApiKey = "key-1");

        Assert.Throws<ArgumentException>(() => services.AddKeyedKubiya("tenant 7", options => options.ApiKey = "key-2"));
        Assert.Throws<ArgumentException>(() => services.AddKeyedKubiya(KeyedService.AnyKey, options => options.ApiKey = "key-2"));
        Assert.Throws<ArgumentException>(() => services.AddKeyedKubiya(string.Empty, options => options.ApiKey = "key-2"));
        Assert.Throws<ArgumentNullException>(() => services.AddKeyedKubiya(null!, options => options.ApiKey = "key-2"));
    }

    [Fact]
    public async Task AddKubiya_Twice_IsOneClientWithTheOptionsAndHandlersOfBoth()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        var handled = 0;
        var services = Services();
        services.AddKubiya(options => options.ApiKey = "key-1").AddHttpMessageHandler(() => new Passing(() => handled++));
        services.AddKubiya(options => options.ServerUrl = server.Url);
        await using var provider = services.BuildServiceProvider();

        await Assert.Single(provider.GetServices<KubiyaClient>()).PauseExecutionAsync(Execution);

        Assert.Equal(("Bearer key-1", 1), (Assert.Single(server.Requests).Headers["Authorization"], handled));
    }

    private static IConfigurationRoot Configuration(params (string Key, string? Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)))
        .Build();

    private static void Change(IConfigurationRoot configuration, params (string Key, string Value)[] values)
    {
        foreach (var (key, value) in values)
        {
            configuration[key] = value;
        }

        configuration.Reload();
    }

    private ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(new LoggerFactory([new Lines(_log)]));
        return services;
    }

    private sealed record Tenant(int Number)
    {
        public override string ToString() => $"tenant {Number}";
    }

    private sealed record Vault(string Key);

    private sealed class Passing(Action note) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            note();
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{eventId.Name}: {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
