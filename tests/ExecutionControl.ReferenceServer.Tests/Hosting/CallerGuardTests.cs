using System.Net;
using System.Text;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Hosting;

public sealed class CallerGuardTests
{
    private const string Resolve = "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused";
    private const string Executions = "/api/v1/executions";

    [Theory]
    [InlineData("evil.test")]
    [InlineData("evil.test:8080")]
    [InlineData("localhost.evil.test")]
    [InlineData("127.0.0.1.evil.test")]
    [InlineData("evil.test.")]
    [InlineData("192.0.2.7")]
    [InlineData("[2001:db8::1]")]
    public async Task Call_ForeignHost_IsMisdirectedEverywhereAndChangesNothing(string host)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var conductorOne = Caller.ConductorOne(server);
        var answer = await SendAsync(conductorOne, Resolve, host: host);
        Assert.Equal((421, 3), ((int)answer.Status, answer.Json.GetProperty("code").GetInt32()));
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        Assert.False(Assert.Single(server.Journal.Entries).WasHandled);

        using var kubiya = Caller.Kubiya(server);
        Assert.Contains("--allow-host", (await SendAsync(kubiya, Executions, HttpMethod.Get, host)).Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var codegen = Caller.Codegen(server);
        Assert.Equal(421, (await SendAsync(codegen, "/v1/users/me", HttpMethod.Get, host)).Json.GetProperty("status_code").GetInt32());
        using var nobody = Caller.Nobody(server);
        Assert.Equal(421, (int)(await SendAsync(nobody, TokenRequest.Path, host: host)).Status);
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        Assert.Equal(421, (int)(await SendAsync(control, "/_control/reset", host: host)).Status);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.9.8.7")]
    [InlineData("[::1]:8080")]
    [InlineData("sandbox.test")]
    [InlineData("SANDBOX.test:99")]
    [InlineData("gateway.test:8443")]
    public async Task Call_LoopbackOrAllowedHost_IsServed(string host)
    {
        await using var server = await ReferenceServer.StartAsync(new() { AllowedHosts = ["sandbox.test", "gateway.test:8443"] });
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(caller, "/api/v1/automations", HttpMethod.Get, host)).Status);
    }

    [Theory]
    [InlineData("gateway.test")]
    [InlineData("gateway.test:80")]
    [InlineData("gateway.test:8080")]
    public async Task Call_AllowedHostOfAnotherPort_IsMisdirected(string host)
    {
        await using var server = await ReferenceServer.StartAsync(new() { AllowedHosts = ["gateway.test:8443"] });
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(421, (int)(await SendAsync(caller, "/api/v1/automations", HttpMethod.Get, host)).Status);
    }

    [Fact]
    public async Task Call_HostOfATenant_IsServed()
    {
        await using var server = await ReferenceServer.StartAsync();
        var acme = await server.AddClientAsync("acme", tenant: "acme.test:8080");
        using var caller = Caller.With(server, "Bearer", acme.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(caller, "/api/v1/automations", HttpMethod.Get, "ACME.test:8080")).Status);
        Assert.Equal(421, (int)(await SendAsync(caller, "/api/v1/automations", HttpMethod.Get, "acme.test")).Status);
    }

    [Theory]
    [InlineData("Origin", "https://evil.test")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "http://localhost")]
    [InlineData("Origin", "file://")]
    [InlineData("Origin", "http://127.0.0.1:{port}/")]
    [InlineData("Origin", "http://127.0.0.1:{port}.evil.test")]
    [InlineData("Origin", "http://evil.test:{port}")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Call_FromAForeignPage_IsForbiddenAndChangesNothing(string header, string value)
    {
        await using var server = await ReferenceServer.StartAsync();
        value = value.Replace("{port}", $"{server.Url.Port}", StringComparison.Ordinal);
        using var conductorOne = Caller.ConductorOne(server);
        var answer = await SendAsync(conductorOne, Resolve, headers: (header, value));
        Assert.Equal((HttpStatusCode.Forbidden, 7), (answer.Status, answer.Json.GetProperty("code").GetInt32()));
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);

        using var kubiya = Caller.Kubiya(server);
        var preflight = await SendAsync(kubiya, Executions, HttpMethod.Options, headers: [(header, value), ("Access-Control-Request-Method", "POST")]);
        Assert.Equal(header is "Origin" ? HttpStatusCode.Forbidden : preflight.Status, preflight.Status);
        Assert.Null(preflight.Header("Access-Control-Allow-Origin"));
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(control, "/_control/reset", headers: (header, value))).Status);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{port}")]
    [InlineData("http://localhost:{port}")]
    [InlineData("http://[::1]:{port}")]
    [InlineData("https://app.test")]
    [InlineData("http://app.test:3000")]
    public async Task Kubiya_OwnOrAllowedOrigin_IsAnsweredWithCors(string origin)
    {
        await using var server = await ReferenceServer.StartAsync(new() { AllowedHosts = ["app.test"] });
        origin = origin.Replace("{port}", $"{server.Url.Port}", StringComparison.Ordinal);
        using var caller = Caller.Kubiya(server);
        var preflight = await SendAsync(
            caller, Executions, HttpMethod.Options, headers: [("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization")]);
        Assert.Equal((HttpStatusCode.OK, origin, "authorization"), (preflight.Status, preflight.Header("Access-Control-Allow-Origin"), preflight.Header("Access-Control-Allow-Headers")));
        Assert.Contains("POST", preflight.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        var answer = await SendAsync(caller, Executions, HttpMethod.Get, headers: ("Origin", origin));
        Assert.Equal((HttpStatusCode.OK, origin, "Origin"), (answer.Status, answer.Header("Access-Control-Allow-Origin"), answer.Header("Vary")));
    }

    [Theory]
    [InlineData("same-origin")]
    [InlineData("none")]
    public async Task Call_TypedIntoABrowser_IsServed(string site)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(caller, Executions, HttpMethod.Get, headers: ("Sec-Fetch-Site", site))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("http://app.test")]
    [InlineData("app.test/x")]
    [InlineData("app.test:0")]
    [InlineData("app.test:65536")]
    [InlineData("[::1")]
    [InlineData("*")]
    public async Task StartAsync_AllowedHostThatIsNone_IsRefused(string host) =>
        await Assert.ThrowsAsync<ArgumentException>(() => ReferenceServer.StartAsync(new() { AllowedHosts = [host] }));

    private static Task<Answer> SendAsync(Caller caller, string path, HttpMethod? method = null, string? host = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = method == HttpMethod.Get ? null : new StringContent("""{"decision":2}""", Encoding.UTF8, "application/json") };
        request.Headers.Host = host;
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return caller.SendAsync(request);
    }

    private static Task<Answer> SendAsync(Caller caller, string path, (string Name, string Value) headers) => SendAsync(caller, path, null, null, headers);

    private static Task<Answer> SendAsync(Caller caller, string path, HttpMethod method, (string Name, string Value) headers) => SendAsync(caller, path, method, null, headers);
}
