using System.Net;
using System.Net.Sockets;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Http;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>What is sent to the token endpoint, and what is made of each kind of answer.</summary>
public sealed class TokenEndpointTests
{
    private const string Proof = "proof-of-identity-0123";
    private readonly TurnedClock _clock = new();

    [Theory]
    [InlineData("", "/auth/v1/token")]
    [InlineData("/", "/auth/v1/token")]
    [InlineData("/proxy", "/proxy/auth/v1/token")]
    public async Task RequestAsync_Form_GoesToTheServersEndpoint(string path, string endpoint)
    {
        await using var server = new ScriptedServer(Reply.Json("""{"access_token":"t-1","expires_in":3600}"""));

        var token = await RequestAsync(new Uri(server.Url, path));

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", endpoint, "grant_type=client_credentials&proof=" + Proof), (request.Method, request.Path, request.Body));
        Assert.Equal("application/json", request.Headers["Accept"]);
        Assert.StartsWith("ExecutionControl/", request.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.False(request.Headers.ContainsKey("Authorization"));
        Assert.Equal(("t-1", TimeSpan.FromHours(1)), (token.Value, token.ExpiresAt - _clock.GetUtcNow()));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("315360000", 315360000)]
    [InlineData("315360001", 315360000)]
    [InlineData("1e400", 315360000)]
    public async Task RequestAsync_Lifetime_IsCutToTenYears(string lifetime, long seconds)
    {
        await using var server = new ScriptedServer(Reply.Json($$"""{"access_token":"t-1","expires_in":{{lifetime}}}"""));

        Assert.Equal(TimeSpan.FromSeconds(seconds), (await RequestAsync(server.Url)).ExpiresAt - _clock.GetUtcNow());
    }

    [Theory]
    [InlineData(201, """{"access_token":"t-1","expires_in":3600}""", "its status is 201 instead of 200")]
    [InlineData(200, """["access_token"]""", "it holds no access_token")]
    [InlineData(200, """{"expires_in":3600}""", "it holds no access_token")]
    [InlineData(200, """{"access_token":7,"expires_in":3600}""", "it holds no access_token")]
    [InlineData(200, """{"access_token":"","expires_in":3600}""", "it holds no access_token")]
    [InlineData(200, """{"access_token":"t-1"}""", "its expires_in is missing or not a positive number of seconds")]
    [InlineData(200, """{"access_token":"t-1","expires_in":"3600"}""", "its expires_in is missing or not a positive number of seconds")]
    [InlineData(200, """{"access_token":"t-1","expires_in":0}""", "its expires_in is missing or not a positive number of seconds")]
    [InlineData(200, """{"access_token":"t 1","expires_in":3600}""", "its access_token holds characters that no token has")]
    [InlineData(200, "<html></html>", "it is not JSON")]
    public async Task RequestAsync_AnswerCannotBeUsed_IsARejectionThatShowsNothingOfIt(int status, string body, string why)
    {
        await using var server = new ScriptedServer(Reply.Json(body, status));

        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => RequestAsync(server.Url));

        Assert.Equal($"the answer of the token endpoint of {server.Url.Authority} cannot be used: {why}", exception.Message);
        Assert.Equal((true, 200, (string?)null), (exception.IsRejection, exception.StatusCode, exception.ResponseBody));
    }

    [Theory]
    [InlineData(262144, true)]
    [InlineData(262145, false)]
    public async Task RequestAsync_LongAnswer_IsReadUpToTheBound(int length, bool isRead)
    {
        var body = """{"access_token":"t-1","expires_in":3600}""".PadRight(length);
        await using var server = new ScriptedServer(Reply.Json(body));

        Assert.Equal(isRead, await Record.ExceptionAsync(() => RequestAsync(server.Url)) is null);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"no"}""", true, "rejected the credential (HTTP 401): no", "no")]
    [InlineData(400, "{}", true, "rejected the credential (HTTP 400)", null)]
    [InlineData(503, """{"message":"busy"}""", false, "is not available (HTTP 503): busy", "busy")]
    [InlineData(429, "{}", false, "is not available (HTTP 429)", null)]
    [InlineData(302, "{}", false, "is not available (HTTP 302)", null)]
    public async Task RequestAsync_Error_IsARejectionWhereItSaysNo(int status, string body, bool isRejection, string words, string? said)
    {
        await using var server = new ScriptedServer(Reply.Json(body, status, "Retry-After: 7"));

        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => RequestAsync(server.Url));

        Assert.Equal($"the token endpoint of {server.Url.Authority} {words}", exception.Message);
        Assert.Equal((isRejection, status, body, said, TimeSpan.FromSeconds(7)), (exception.IsRejection, exception.StatusCode, exception.ResponseBody, exception.ServiceMessage, exception.RetryAfter));
    }

    [Fact]
    public async Task RequestAsync_ErrorRepeatsTheProof_DoesNotShowIt()
    {
        await using var server = new ScriptedServer(Reply.Json($$"""{"message":"bad {{Proof}}"}""", 401));

        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => RequestAsync(server.Url));

        Assert.Equal(("""{"message":"bad (hidden)"}""", "bad (hidden)"), (exception.ResponseBody, exception.ServiceMessage));
    }

    [Theory]
    [InlineData("Sun, 01 Mar 2026 12:00:59 GMT", "")]
    [InlineData("Sun, 01 Mar 2026 12:01:00 GMT", ". This machine's clock is 1 minutes behind the server's; set it right")]
    [InlineData("Sun, 01 Mar 2026 11:59:01 GMT", "")]
    [InlineData("Sun, 01 Mar 2026 11:59:00 GMT", ". This machine's clock is 1 minutes ahead of the server's; set it right")]
    public async Task RequestAsync_RejectedByAServerWithAnotherTime_SaysSoFromAMinuteOn(string date, string words)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 401, $"Date: {date}"));

        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => RequestAsync(server.Url));

        Assert.Equal($"the token endpoint of {server.Url.Authority} rejected the credential (HTTP 401){words}", exception.Message);
    }

    [Fact]
    public async Task RequestAsync_CannotBeReached_IsNoRejection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = new Uri($"http://{listener.LocalEndpoint}");
        listener.Stop();

        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => RequestAsync(server));

        Assert.StartsWith($"the token endpoint of {server.Authority} could not be reached: ", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.Message.EndsWith('.'));
        Assert.Equal((false, (int?)null), (exception.IsRejection, exception.StatusCode));
        Assert.IsType<HttpRequestException>(exception.InnerException);
    }

    [Theory]
    [InlineData("http", "could not be reached: x")]
    [InlineData("io", "could not be reached: x")]
    [InlineData("connect", "could not be reached: x")]
    [InlineData("proxy", "could not be reached: the proxy said x.")]
    public async Task RequestAsync_BreaksOff_IsNoRejection(string how, string words)
    {
        Exception failure = how switch
        {
            "http" => new HttpRequestException("x."),
            "io" => new IOException("x."),
            "connect" => new TaskCanceledException("y.", new TimeoutException("x.")),
            _ => new ProxyFailureException("the proxy said x.", isRefusal: true),
        };

        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => RequestAsync(new Uri("https://acme.conductor.one"), new Failing(failure)));

        Assert.Equal((false, $"the token endpoint of acme.conductor.one {words}"), (exception.IsRejection, exception.Message));
        Assert.Same(failure, exception.InnerException);
    }

    [Fact]
    public async Task RequestAsync_Cancelled_StaysACancellation() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => RequestAsync(new Uri("https://acme.conductor.one"), new Failing(new OperationCanceledException())));

    private async Task<AccessToken> RequestAsync(Uri server, HttpMessageHandler? wire = null)
    {
        using var http = new HttpMessageInvoker(wire ?? new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        return await new TokenEndpoint(http, _clock).RequestAsync(server, [new("grant_type", "client_credentials"), new("proof", Proof)], Proof, CancellationToken.None);
    }

    private sealed class Failing(Exception failure) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw failure;
    }
}
