using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ExecutionControl.Client.Http;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>What is the proxy's failure, and what is the server's own. <see cref="ProxyFailureTests"/> shows what becomes of whole calls.</summary>
public sealed class ProxyFailureHandlerTests
{
    private static readonly Uri Target = new("https://cp.example.test/api/v1/executions");

    [Theory]
    [InlineData(407, true, "HTTP 407, it wants other credentials than it was given")]
    [InlineData(403, true, "HTTP 403")]
    [InlineData(302, true, "HTTP 302")]
    [InlineData(408, false, "HTTP 408")]
    [InlineData(429, false, "HTTP 429")]
    [InlineData(503, false, "HTTP 503")]
    public async Task SendAsync_ProxyMakesNoTunnel_IsItsFailureAndARefusalWhereItSaidNo(int status, bool isRefusal, string words)
    {
        await using var proxy = new ScriptedServer(Reply.Text(status, "text/plain", string.Empty));

        var failure = await Assert.ThrowsAsync<ProxyFailureException>(() => SendAsync(Through(proxy.Url), Target));

        Assert.Equal((isRefusal, $"the proxy {proxy.Url.Authority} made no tunnel: {words}"), (failure.IsRefusal, failure.Message));
    }

    [Fact]
    public async Task SendAsync_ProxyThatIsNotKnownMakesNoTunnel_IsAProxysFailureAllTheSame()
    {
        await using var proxy = new ScriptedServer(Reply.Text(503, "text/plain", string.Empty));
        using var handler = new Opaque(new HttpClientHandler { Proxy = new WebProxy(proxy.Url) });

        var failure = await Assert.ThrowsAsync<ProxyFailureException>(() => SendAsync(handler, Target));

        Assert.Equal("the proxy on the way made no tunnel: HTTP 503", failure.Message);
    }

    [Theory]
    [InlineData("https://cp.example.test/")]
    [InlineData("http://cp.example.test/")]
    public async Task SendAsync_ProxyCannotBeReached_IsItsFailureAndNoRefusal(string target)
    {
        var proxy = Unreachable();

        var failure = await Assert.ThrowsAsync<ProxyFailureException>(() => SendAsync(Through(proxy), new Uri(target)));

        Assert.False(failure.IsRefusal);
        Assert.StartsWith($"the proxy {proxy.Authority} could not be reached: ", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.Message.EndsWith('.'));
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("")]
    public async Task SendAsync_ProxyTalksNonsenseBeforeAnythingIsSent_IsItsFailureAndNoRefusal(string answer)
    {
        await using var proxy = new ScriptedServer(Reply.Raw(answer));

        var failure = await Assert.ThrowsAsync<ProxyFailureException>(() => SendAsync(Through(proxy.Url), Target));

        Assert.False(failure.IsRefusal);
        Assert.StartsWith($"the proxy {proxy.Url.Authority} made no tunnel: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_SocksProxyMakesNoTunnel_IsItsFailureAndNoRefusal()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closing = CloseAsync(listener);

        var failure = await Assert.ThrowsAsync<ProxyFailureException>(() => SendAsync(Through(new Uri($"socks5://{listener.LocalEndpoint}")), Target));

        Assert.False(failure.IsRefusal);
        Assert.StartsWith($"the proxy {listener.LocalEndpoint} made no tunnel: ", failure.Message, StringComparison.Ordinal);
        await closing;
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("")]
    public async Task SendAsync_AnswerBreaksOffAfterTheRequestWasSent_IsNoFailureOfTheProxy(string answer)
    {
        await using var proxy = new ScriptedServer(Reply.Raw(answer));

        // Over http there is no tunnel: what the proxy passes on is the server's answer.
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Through(proxy.Url), new Uri("http://cp.example.test/")));

        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task SendAsync_ServerCannotBeReachedWithoutAProxy_IsNoFailureOfOne()
    {
        var server = Unreachable();
        using var unused = new SocketsHttpHandler { Proxy = new WebProxy("http://127.0.0.1:9"), UseProxy = false };
        using var bypassed = new SocketsHttpHandler { Proxy = new WebProxy("http://127.0.0.1:9") { BypassProxyOnLocal = true } };

        foreach (var sockets in (SocketsHttpHandler[])[unused, bypassed])
        {
            var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(sockets, server));
            Assert.Contains(server.Authority, failure.Message, StringComparison.Ordinal);
        }
    }

    private static SocketsHttpHandler Through(Uri proxy) => new() { Proxy = new WebProxy(proxy), UseProxy = true };

    /// <summary>Sends as a client does, from the handler that puts the token on.</summary>
    private static async Task SendAsync(HttpMessageHandler sockets, Uri target)
    {
        var attempt = new Attempt(target, new BearerToken("secret-token-0123456789"));
        using var http = new HttpMessageInvoker(new SingleSendHandler(new ProxyFailureHandler(sockets), isBelowOthers: false));
        using var request = new HttpRequestMessage(HttpMethod.Post, target);
        ((IDictionary<string, object?>)request.Options)[typeof(Attempt).FullName!] = attempt;
        using var response = await http.SendAsync(request, CancellationToken.None);
    }

    private static async Task CloseAsync(TcpListener listener)
    {
        using var connection = await listener.AcceptSocketAsync();
    }

    private static Uri Unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = string.Create(CultureInfo.InvariantCulture, $"http://{listener.LocalEndpoint}");
        listener.Stop();
        return new Uri(address);
    }

    /// <summary>A handler whose proxy nobody can see.</summary>
    private sealed class Opaque(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(inner);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _inner.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
