using System.Net;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.Reference;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware;

namespace ExecutionControl.Client.Tests.Connection;

/// <summary>One transport, which calls and token requests share, whoever made it.</summary>
public sealed class TransportTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private readonly TurnedClock _clock = new();

    public enum Way
    {
        Options,
        OptionsOfTheContainer,
        PrimaryHandler,
        SocketsOfTheBuilder,
    }

    [Theory]
    [InlineData(Way.Options)]
    [InlineData(Way.OptionsOfTheContainer)]
    [InlineData(Way.PrimaryHandler)]
    [InlineData(Way.SocketsOfTheBuilder)]
    public async Task ResolvePausedExecutionsAsync_PrivateAuthority_IsTrustedForTokensAndCalls(Way way)
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { Https = true });
        await using var provider = Provider(server, way);
        using var client = provider?.GetRequiredService<ConductorOneClient>()
            ?? new ConductorOneClient(Configured(server, new ConductorOneClientOptions { Transport = () => TrustingHandler.Create(server.Https!.AuthorityFile) }));

        var result = await client.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((ControlOutcome.Applied, 240L), (result.Outcome, result.ResolvedCount));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_PrivateAuthorityThatNobodyTrusts_IsNotApplied()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { Https = true });
        using var client = new ConductorOneClient(Configured(server, new ConductorOneClientOptions { Retry = { MaxAttempts = 1 } }));

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(
            () => client.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" }));

        Assert.Contains("certificate", exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Transport_OneClient_IsMadeOnceAndDisposedWithIt()
    {
        await using var server = Service();
        var made = new List<Counted>();
        using (var client = WithSecret(server.Url, () =>
        {
            made.Add(new Counted());
            return made[^1];
        }))
        {
            await client.TerminateAutomationExecutionAsync("839265");
        }

        var transport = Assert.Single(made);
        Assert.Equal((2, true), (transport.Requests, transport.IsDisposed));
    }

    [Fact]
    public async Task Transport_OfTheContainer_IsDisposedWithTheProvider()
    {
        await using var server = Service();
        var transport = new Counted();
        var services = new ServiceCollection();
        services.AddConductorOne(options => Configured(server.Url, options)).ConfigurePrimaryHttpMessageHandler(() => transport);
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<ConductorOneClient>().TerminateAutomationExecutionAsync("839265");
        }

        Assert.Equal((2, true), (transport.Requests, transport.IsDisposed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Transport_PrimaryHandlerOfEveryClientOfTheApplication_IsTheOneUnlessTheOptionsNameAnother(bool isNamed)
    {
        await using var server = Service();
        var (all, own) = (new Counted(), new Counted());
        var services = new ServiceCollection();
        services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => all));
        services.AddConductorOne(options =>
        {
            Configured(server.Url, options);
            options.Transport = isNamed ? () => own : null;
        });
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<ConductorOneClient>().TerminateAutomationExecutionAsync("839265");

        Assert.Equal(isNamed ? (0, 2) : (2, 0), (all.Requests, own.Requests));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TerminateAutomationExecutionAsync_TransportThatWouldFollowRedirects_SendsNoProofElsewhere(bool isWrapped)
    {
        await using var elsewhere = Service();
        await using var server = new ScriptedServer(Reply.Json("{}", 307, $"Location: {elsewhere.Url}auth/v1/token"));
        using var client = WithSecret(server.Url, () => isWrapped ? new Counted() : new HttpClientHandler());

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateAutomationExecutionAsync("839265"));

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_TransportFollowedARedirectAllTheSame_TakesNoTokenFromThere()
    {
        await using var server = Service();
        using var client = WithSecret(server.Url, () => new Elsewhere(server.Url));

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateAutomationExecutionAsync("839265"));

        Assert.Contains("redirects are not followed", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, exception.Details.Attempts);
    }

    [Fact]
    public async Task PauseExecutionAsync_ProxyOfTheTransport_IsGoneThroughAndItsPasswordIsKept()
    {
        await using var proxy = new ScriptedServer(Reply.Text(407, "text/plain", string.Empty));
        using var client = new KubiyaClient(new KubiyaClientOptions
        {
            ServerUrl = new Uri("https://cp.example.test"),
            ApiKey = "kubiya-test-key",
            Transport = () => new HttpClientHandler
            {
                Proxy = new WebProxy(new Uri($"http://corpuser:S3cretPw@{proxy.Url.Authority}")) { Credentials = new NetworkCredential("corpuser", "S3cretPw") },
            },
        });

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Execution));

        Assert.Contains($"the proxy {proxy.Url.Authority} made no tunnel: HTTP 407", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cretPw", exception.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(proxy.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PauseExecutionAsync_ProxyOfTheTransportAndLoopbackInClear_GoesPastIt(bool isClientHandler)
    {
        await using var proxy = new ScriptedServer(Reply.Json("{}"));
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        var own = new WebProxy(proxy.Url) { BypassProxyOnLocal = false };
        using var client = TestClients.Kubiya(
            server.Url,
            _clock,
            options => options.Transport = () => isClientHandler ? new HttpClientHandler { Proxy = own } : new SocketsHttpHandler { Proxy = own });

        await client.PauseExecutionAsync(Execution);

        Assert.Empty(proxy.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Constructor_TransportThatIsInUseAndFollowsRedirects_SaysWhatToDo(bool isClientHandler)
    {
        await using var server = Service();
        HttpMessageHandler used = isClientHandler ? new HttpClientHandler() : new SocketsHttpHandler();
        using var http = new HttpClient(used);
        await http.GetStringAsync(server.Url);

        var exception = Assert.Throws<InvalidOperationException>(() => WithSecret(server.Url, () => used));

        Assert.Contains("give each client a handler of its own", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transport_SharedByTwoClients_IsTakenAsItIs()
    {
        await using var server = Service();
        var shared = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(1), PooledConnectionLifetime = TimeSpan.FromMinutes(1) };
        using var first = WithSecret(server.Url, () => shared);
        await first.TerminateAutomationExecutionAsync("839265");
        using var second = WithSecret(server.Url, () => shared);

        await second.TerminateAutomationExecutionAsync("839265");

        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public void Constructor_TransportMakesNothing_SaysSo() => Assert.Contains(
        "Transport made no handler",
        Assert.Throws<InvalidOperationException>(() => TestClients.Kubiya(new Uri("https://cp.example.test"), _clock, options => options.Transport = () => null!)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Constructor_TransportThatSendsAgainByItself_IsRefused() => Assert.Contains(
        "RetryHandler cannot be among the handlers",
        Assert.Throws<InvalidOperationException>(() => TestClients.Kubiya(
            new Uri("https://cp.example.test"),
            _clock,
            options => options.Transport = () => new RetryHandler { InnerHandler = new SocketsHttpHandler() })).Message,
        StringComparison.Ordinal);

    private static ScriptedServer Service() => new(request => Reply.Json(request.IsToken ? """{"access_token":"t-1","expires_in":3600}""" : "{}"));

    private static ServiceProvider? Provider(ReferenceServer server, Way way)
    {
        if (way == Way.Options)
        {
            return null;
        }

        var services = new ServiceCollection();
        var authority = server.Https!.AuthorityFile;
        var builder = services.AddConductorOne(options => Configured(server, options).Transport =
            way == Way.OptionsOfTheContainer ? () => TrustingHandler.Create(authority) : null);
        _ = way switch
        {
            Way.PrimaryHandler => builder.ConfigurePrimaryHttpMessageHandler(() => TrustingHandler.Create(authority)),
            Way.SocketsOfTheBuilder => builder.UseSocketsHttpHandler((sockets, _) => TrustingHandler.Trust(sockets, authority)),
            _ => builder,
        };
        return services.BuildServiceProvider();
    }

    private static ConductorOneClientOptions Configured(ReferenceServer server, ConductorOneClientOptions options)
    {
        options.ServerUrl = server.Https!.Url;
        options.ClientId = server.Https.ClientId;
        options.ClientSecret = server.Credentials.ConductorOne.ClientSecret;
        return options;
    }

    private static void Configured(Uri server, ConductorOneClientOptions options)
    {
        options.ServerUrl = server;
        options.ClientId = "clever-fox-1234@acme.conductor.one/spc";
        options.ClientSecret = ClientSecretText.Valid;
    }

    private ConductorOneClient WithSecret(Uri server, Func<HttpMessageHandler> transport) => TestClients.ConductorOne(server, _clock, options =>
    {
        options.AccessToken = null;
        Configured(server, options);
        options.Transport = transport;
    });

    private sealed class Counted() : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _requests;

        public int Requests => _requests;

        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            return base.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    /// <summary>Does what a handler does that follows redirects by itself: it changes the request.</summary>
    private sealed class Elsewhere(Uri server) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(server, "/auth/v1/token?followed");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
