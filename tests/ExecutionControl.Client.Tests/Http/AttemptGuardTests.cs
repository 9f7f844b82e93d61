using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>The guards next to the wire, each alone: a token goes to its own origin, an attempt is sent once, an answer has an end.</summary>
public sealed class AttemptGuardTests
{
    private const int Bound = 16 * 1024 * 1024;
    private static readonly Uri Server = new("https://acme.conductor.one");

    [Theory]
    [InlineData("https://elsewhere.test/api")]
    [InlineData("https://acme.conductor.one.elsewhere.test/api")]
    [InlineData("https://acme.conductor.one:8443/api")]
    [InlineData("http://acme.conductor.one/api")]
    [InlineData("https://acme.conductor.one@elsewhere.test/api")]
    public async Task SendAsync_AnotherOrigin_SendsNothing(string address)
    {
        using var wire = new Wire();
        using var guard = new HttpMessageInvoker(new SingleSendHandler(wire, isBelowOthers: true));
        using var request = Request(new Attempt(Server, new BearerToken("secret-token-0123456789")), address);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => guard.SendAsync(request, CancellationToken.None));

        Assert.Equal("A handler sent the request to another server than its token is for; it was not sent.", exception.Message);
        Assert.Empty(wire.Tokens);
        Assert.Null(request.Headers.Authorization);
    }

    [Fact]
    public async Task SendAsync_ItsOwnOrigin_SendsTheTokenAndLeavesNoneBehind()
    {
        using var wire = new Wire();
        using var guard = new HttpMessageInvoker(new SingleSendHandler(wire, isBelowOthers: true));
        using var request = Request(new Attempt(Server, new BearerToken("secret-token-0123456789")), "https://ACME.conductor.one:443/api");

        using var response = await guard.SendAsync(request, CancellationToken.None);

        Assert.Equal(["Bearer secret-token-0123456789"], wire.Tokens);
        Assert.Null(request.Headers.Authorization);
    }

    [Fact]
    public async Task SendAsync_AnotherRequestOfTheSameAttempt_IsRefused()
    {
        using var wire = new Wire();
        using var guard = new HttpMessageInvoker(new SingleSendHandler(wire, isBelowOthers: true));
        var attempt = new Attempt(Server, new BearerToken("secret-token-0123456789"));
        using var first = Request(attempt, "https://acme.conductor.one/api");
        using var second = Request(attempt, "https://acme.conductor.one/api");

        using var response = await guard.SendAsync(first, CancellationToken.None);
        await Assert.ThrowsAsync<RepeatedSendException>(() => guard.SendAsync(second, CancellationToken.None));

        Assert.Single(wire.Tokens);
    }

    [Fact]
    public async Task SendAsync_RequestWithoutItsAttempt_SendsNothing()
    {
        using var wire = new Wire();
        using var guard = new HttpMessageInvoker(new SingleSendHandler(wire, isBelowOthers: true));
        using var request = new HttpRequestMessage(HttpMethod.Post, Server);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => guard.SendAsync(request, CancellationToken.None));

        Assert.Equal("The request has lost its attempt: a handler sent a copy of it without its options.", exception.Message);
        Assert.Empty(wire.Tokens);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("POST", false)]
    [InlineData("DELETE", false)]
    public async Task SendAsync_BodyWasNeverAskedFor_WasNotSentUnlessItHasNone(string method, bool isSent)
    {
        using var wire = new Wire();
        using var guard = new HttpMessageInvoker(new SingleSendHandler(wire, isBelowOthers: true));
        var attempt = new Attempt(Server, new BearerToken("secret-token-0123456789"));
        using var request = Request(attempt, "https://acme.conductor.one/api");
        request.Method = new HttpMethod(method);

        using var response = await guard.SendAsync(request, CancellationToken.None);

        Assert.Equal((isSent, isSent ? null : 0L), (attempt.IsSent, request.Content?.Headers.ContentLength));
    }

    [Theory]
    [InlineData("GET", "https://acme.conductor.one/api")]
    [InlineData("POST", "https://acme.conductor.one/elsewhere")]
    public async Task SendAsync_SomethingBelowFollowedARedirect_IsTheRedirect(string method, string address)
    {
        using var content = new StringContent("{}");
        using var wire = new Wire
        {
            Content = () => content,
            Change = request =>
            {
                request.Method = new HttpMethod(method);
                request.RequestUri = new Uri(address);
            },
        };
        using var guard = new HttpMessageInvoker(new SingleSendHandler(wire, isBelowOthers: true));
        using var request = Request(new Attempt(Server, new BearerToken("secret-token-0123456789")), "https://acme.conductor.one/api");

        var exception = await Assert.ThrowsAsync<ServiceAnswerException>(() => guard.SendAsync(request, CancellationToken.None));

        Assert.Equal(302, exception.Answer.Status);
        Assert.Null(request.Headers.Authorization);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null, "ExecutionControl/")]
    [InlineData("mine/1.0", "mine/1.0")]
    public async Task SendAsync_UserAgent_IsOursUnlessThereIsOne(string? given, string sent)
    {
        using var wire = new Wire();
        using var guard = new HttpMessageInvoker(new SingleSendHandler(wire, isBelowOthers: true));
        using var request = Request(new Attempt(Server, new BearerToken("secret-token-0123456789")), "https://acme.conductor.one/api");
        if (given is not null)
        {
            request.Headers.UserAgent.ParseAdd(given);
        }

        using var response = await guard.SendAsync(request, CancellationToken.None);

        Assert.StartsWith(sent, Assert.Single(request.Headers.UserAgent).ToString(), StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z]+/[0-9.]+$", request.Headers.UserAgent.ToString());
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", false)]
    [InlineData("https://acme.conductor.one", true)]
    public void Create_Transport_FollowsNothingKeepsNothingAndSparesLoopbackTheProxy(string server, bool usesProxy)
    {
        using var sockets = (SocketsHttpHandler)WireHandler.Create(transport: null, new Uri(server), TimeSpan.FromSeconds(7));

        Assert.Equal((false, false, usesProxy), (sockets.AllowAutoRedirect, sockets.UseCookies, sockets.UseProxy));
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(5)), (sockets.ConnectTimeout, sockets.PooledConnectionLifetime));
    }

    [Theory]
    [InlineData(Bound, true)]
    [InlineData(Bound, false)]
    public async Task ReadAsync_AsLongAsAllowed_IsRead(int length, bool isLengthTold)
    {
        Assert.Equal(length, (await AnswerAsync(length, isLengthTold)).Length);
    }

    [Theory]
    [InlineData(Bound + 1, true)]
    [InlineData(Bound + 1, false)]
    public async Task ReadAsync_LongerThanAllowed_IsRefused(int length, bool isLengthTold)
    {
        var exception = await Assert.ThrowsAsync<UnreadableAnswerException>(() => AnswerAsync(length, isLengthTold));

        Assert.Contains("longer than 16 MiB", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> AnswerAsync(int length, bool isLengthTold)
    {
        var body = new byte[length];
        body.AsSpan().Fill((byte)' ');
        "{}"u8.CopyTo(body);
        using var http = new HttpMessageInvoker(new Wire { Content = () => new Body(body, isLengthTold) });
        using var request = new HttpRequestMessage(HttpMethod.Get, Server);
        return await new Attempt(Server, new BearerToken("secret-token-0123456789"))
            .SendAsync(http, request, TimeProvider.System, CancellationToken.None);
    }

    private static HttpRequestMessage Request(Attempt attempt, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address);
        ((IDictionary<string, object?>)request.Options)[typeof(Attempt).FullName!] = attempt;
        return request;
    }

    /// <summary>Takes the place of the wire, and notes what came to it.</summary>
    private sealed class Wire : HttpMessageHandler
    {
        public List<string> Tokens { get; } = [];

        public Action<HttpRequestMessage>? Change { get; init; }

        public Func<HttpContent> Content { get; init; } = () => new StringContent("{}", Encoding.UTF8, "application/json");

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Tokens.Add($"{request.Headers.Authorization}");
            Change?.Invoke(request);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = Content(), RequestMessage = request });
        }
    }

    /// <summary>A body that tells its length, or does not.</summary>
    private sealed class Body : HttpContent
    {
        private readonly byte[] _bytes;
        private readonly bool _isLengthTold;

        public Body(byte[] bytes, bool isLengthTold)
        {
            (_bytes, _isLengthTold) = (bytes, isLengthTold);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_bytes).AsTask();

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new MemoryStream(_bytes, writable: false));

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return _isLengthTold;
        }
    }
}
