using System.Net;
using System.Text.Json.Nodes;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Tokens;

public sealed class TokenEndpointTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task Token_RightAssertion_OpensConductorOneAlone()
    {
        await using var server = await ReferenceServer.StartAsync();
        var answer = await new TokenRequest(server).SendAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        Assert.Equal(3600, answer.Json.GetProperty("expires_in").GetInt32());
        var token = answer.Json.GetProperty("access_token").GetString()!;
        using var caller = Caller.With(server, "Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/automations")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/v1/organizations/42/agent/runs")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/api/v1/executions")).Status);
    }

    [Fact]
    public async Task Token_AudienceAsString_IsAccepted()
    {
        await using var server = await ReferenceServer.StartAsync();
        var request = new TokenRequest(server);
        request.Claims["aud"] = server.Url.Host;
        Assert.Equal(HttpStatusCode.OK, (await request.SendAsync()).Status);
    }

    [Fact]
    public async Task Token_WithoutKeyId_IsAccepted()
    {
        await using var server = await ReferenceServer.StartAsync();
        var request = new TokenRequest(server);
        request.Header.Remove("kid");
        Assert.Equal(HttpStatusCode.OK, (await request.SendAsync()).Status);
    }

    [Theory]
    [InlineData("alg", "RS256", "algorithm")]
    [InlineData("alg", "none", "algorithm")]
    [InlineData("nonce", null, "nonce")]
    [InlineData("nonce", "0123456789abcdef", "nonce")]
    [InlineData("nonce", "0123456789ABCDEF0123456789ABCDEF", "nonce")]
    [InlineData("nonce", "0123456789abcdef0123456789abcdeg", "nonce")]
    [InlineData("kid", "another", "key")]
    [InlineData("crit", "exp", "critical")]
    public async Task Token_WrongHeader_IsInvalidClient(string field, string? value, string said)
    {
        await using var server = await ReferenceServer.StartAsync();
        var request = new TokenRequest(server);
        request.Header[field] = value;
        AssertRefused(await request.SendAsync(), HttpStatusCode.Unauthorized, "invalid_client", said);
    }

    [Theory]
    [InlineData("iss", "iss")]
    [InlineData("sub", "sub")]
    [InlineData("aud", "audience")]
    [InlineData("iat", "iat")]
    [InlineData("nbf", "nbf")]
    [InlineData("exp", "exp")]
    public async Task Token_MissingOrForeignClaim_IsInvalidClient(string claim, string said)
    {
        await using var server = await ReferenceServer.StartAsync();
        var missing = new TokenRequest(server);
        missing.Claims.Remove(claim);
        AssertRefused(await missing.SendAsync(), HttpStatusCode.Unauthorized, "invalid_client", said);

        var foreign = new TokenRequest(server);
        foreign.Claims[claim] = "clever-fox-1234@acme.conductor.one/spc";
        AssertRefused(await foreign.SendAsync(), HttpStatusCode.Unauthorized, "invalid_client", said);
    }

    [Fact]
    public async Task Token_AudienceWithPort_IsInvalidClient()
    {
        await using var server = await ReferenceServer.StartAsync();
        var request = new TokenRequest(server);
        request.Claims["aud"] = new JsonArray(server.Url.Authority);
        AssertRefused(await request.SendAsync(), HttpStatusCode.Unauthorized, "invalid_client", "audience");
    }

    [Theory]
    [InlineData(126, "not valid yet")]
    [InlineData(-126, "has expired")]
    public async Task Token_ClientClockOff_IsInvalidClient(int seconds, string said)
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        var client = new ManualTimeProvider();
        client.AdjustTime(client.GetUtcNow() + TimeSpan.FromSeconds(seconds));
        AssertRefused(await new TokenRequest(server, client).SendAsync(), HttpStatusCode.Unauthorized, "invalid_client", said);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(-120)]
    public async Task Token_ClientClockOffByItsTolerance_IsAccepted(int seconds)
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        var client = new ManualTimeProvider();
        client.AdjustTime(client.GetUtcNow() + TimeSpan.FromSeconds(seconds));
        Assert.Equal(HttpStatusCode.OK, (await new TokenRequest(server, client).SendAsync()).Status);
    }

    [Theory]
    [InlineData("exp", 3600, "ten minutes")]
    [InlineData("iat", 3600, "issued")]
    [InlineData("iat", -3600, "issued")]
    public async Task Token_ImplausibleTimes_IsInvalidClient(string claim, int offset, string said)
    {
        await using var server = await ReferenceServer.StartAsync();
        var request = new TokenRequest(server);
        request.Claims[claim] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + offset;
        AssertRefused(await request.SendAsync(), HttpStatusCode.Unauthorized, "invalid_client", said);
    }

    [Fact]
    public async Task Token_SameAssertionTwice_IsInvalidClient()
    {
        await using var server = await ReferenceServer.StartAsync();
        var request = new TokenRequest(server);
        Assert.Equal(HttpStatusCode.OK, (await request.SendAsync()).Status);
        AssertRefused(await request.SendAsync(), HttpStatusCode.Unauthorized, "invalid_client", "used before");
    }

    [Fact]
    public async Task Token_RefusedAssertion_LeavesItsNonceUnused()
    {
        await using var server = await ReferenceServer.StartAsync();
        var request = new TokenRequest(server);
        var signed = request.Sign();
        request.Form["client_assertion"] = signed[..^4] + (signed.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        AssertRefused(await request.SendAsync(), HttpStatusCode.Unauthorized, "invalid_client", "signature");
        request.Form["client_assertion"] = signed;
        Assert.Equal(HttpStatusCode.OK, (await request.SendAsync()).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("e30.e30.e30")]
    [InlineData("bm90IGpzb24.e30.AAAA")]
    [InlineData("W10.e30.AAAA")]
    [InlineData("***.e30.AAAA")]
    [InlineData("eyJhbGciOiJcdWQ4MDAifQ.e30.AAAA")]
    public async Task Token_NoAssertion_IsRefused(string assertion)
    {
        await using var server = await ReferenceServer.StartAsync();
        var request = new TokenRequest(server) { Form = { ["client_assertion"] = assertion } };
        var answer = await request.SendAsync();
        Assert.Contains(answer.Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized });
        Assert.Equal(assertion.Length == 0 ? "invalid_request" : "invalid_client", answer.Json.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("sandbox")]
    [InlineData("sandbox@127.0.0.1")]
    [InlineData("@127.0.0.1/spc")]
    [InlineData("sandbox@/spc")]
    [InlineData("sandbox@127.0.0.1/")]
    [InlineData("sandbox@127.0.0.1/spc")]
    [InlineData("sandbox@acme.conductor.one/spc")]
    [InlineData("somebody@{authority}/spc")]
    [InlineData("sandbox@{authority}/other")]
    public async Task Token_ForeignClient_IsInvalidClient(string id)
    {
        await using var server = await ReferenceServer.StartAsync();
        id = id.Replace("{authority}", server.Url.Authority, StringComparison.Ordinal);
        var request = new TokenRequest(server) { Form = { ["client_id"] = id }, Claims = { ["iss"] = id, ["sub"] = id } };
        AssertRefused(await request.SendAsync(), HttpStatusCode.Unauthorized, "invalid_client", "client");
    }

    [Theory]
    [InlineData("client_id", "invalid_request")]
    [InlineData("grant_type", "invalid_request")]
    [InlineData("client_assertion_type", "invalid_request")]
    public async Task Token_MissingField_IsInvalidRequest(string field, string error)
    {
        await using var server = await ReferenceServer.StartAsync();
        var request = new TokenRequest(server);
        request.Form.Remove(field);
        AssertRefused(await request.SendAsync(), HttpStatusCode.BadRequest, error, field);
    }

    [Theory]
    [InlineData("grant_type", "password", "unsupported_grant_type", "password")]
    [InlineData("client_assertion_type", "urn:x", "invalid_request", "client_assertion_type")]
    public async Task Token_UnknownKind_IsRefused(string field, string value, string error, string said)
    {
        await using var server = await ReferenceServer.StartAsync();
        var request = new TokenRequest(server) { Form = { [field] = value } };
        AssertRefused(await request.SendAsync(), HttpStatusCode.BadRequest, error, said);
    }

    [Fact]
    public async Task Token_FieldTwice_IsInvalidRequest()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Nobody(server);
        var answer = await caller.PostAsync(TokenRequest.Path, new TokenRequest(server).Body() + "&grant_type=client_credentials", Form);
        AssertRefused(answer, HttpStatusCode.BadRequest, "invalid_request", "more than once");
    }

    [Fact]
    public async Task Token_CredentialsInHeader_IsInvalidRequest()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.With(server, "Basic", "c2FuZGJveDpzZWNyZXQ=");
        var answer = await caller.PostAsync(TokenRequest.Path, new TokenRequest(server).Body(), Form);
        AssertRefused(answer, HttpStatusCode.BadRequest, "invalid_request", "Authorization header");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task Token_OtherContentType_IsInvalidRequest(string? contentType)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Nobody(server);
        var answer = await caller.PostAsync(TokenRequest.Path, new TokenRequest(server).Body(), contentType);
        AssertRefused(answer, HttpStatusCode.BadRequest, "invalid_request", "x-www-form-urlencoded");
    }

    [Fact]
    public async Task Token_Get_IsMethodNotAllowedInOAuthsShape()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Nobody(server);
        var answer = await caller.GetAsync(TokenRequest.Path);
        AssertRefused(answer, HttpStatusCode.MethodNotAllowed, "invalid_request", "");
        Assert.Equal("POST", answer.Header("Allow"));
    }

    [Fact]
    public async Task AccessToken_AfterItsLifetime_IsRefused()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock, TokenLifetime = TimeSpan.FromMinutes(5) });
        var answer = await new TokenRequest(server, clock).SendAsync();
        Assert.Equal(300, answer.Json.GetProperty("expires_in").GetInt32());
        using var caller = Caller.With(server, "Bearer", answer.Json.GetProperty("access_token").GetString()!);

        clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/automations")).Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/api/v1/automations")).Status);
    }

    private static void AssertRefused(Answer answer, HttpStatusCode status, string error, string said)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal(error, answer.Json.GetProperty("error").GetString());
        Assert.Contains(said, answer.Json.GetProperty("error_description").GetString(), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }
}
