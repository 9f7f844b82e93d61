using System.Text.Json.Nodes;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Calls;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Requests;

public sealed class TokenRequestTests(StubServer server) : StubbedTests(server), IDisposable
{
    private const string ExecutionId = "9007199254740993";

    private readonly TurnedClock _clock = new TurnedClock();
    private ConductorOneClient? _client;

    private ConductorOneClient Client => _client ??= ClientCredentials.Client(Server.Address, _clock);

    public void Dispose() => _client?.Dispose();

    [Fact]
    public async Task TokenRequest_ClientCredentials_IsAFormWithEverythingInTheBody()
    {
        var request = await RequestTokenAsync();

        Assert.Equal("POST /auth/v1/token", request.ToString());
        Assert.Equal(
            [
                "Accept: application/json",
                $"Content-Length: {request.BodyBytes.Length}",
                "Content-Type: application/x-www-form-urlencoded",
                $"Host: {Server.Address.Authority}",
                SentHeaders.UserAgent,
            ],
            request.HeaderLines);
        var form = request.Form().OrderBy(field => field.Key, StringComparer.Ordinal).ToList();
        Assert.Equal(["client_assertion", "client_assertion_type", "client_id", "grant_type"], form.Select(field => field.Key));
        Assert.Equal(
            ["urn:ietf:params:oauth:client-assertion-type:jwt-bearer", ClientCredentials.ClientId, "client_credentials"],
            form.Skip(1).Select(field => field.Value));
    }

    [Fact]
    public async Task TokenRequest_Assertion_HasTheHeaderAndClaimsThatTheEndpointAsksFor()
    {
        var assertion = AssertionOf(await RequestTokenAsync());

        Assert.Equal(["alg", "nonce"], assertion.Header.Select(member => member.Key));
        Assert.Equal("EdDSA", assertion.Header["alg"]!.GetValue<string>());
        Assert.Matches("^[0-9a-f]{32}$", assertion.Nonce);
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = ClientCredentials.ClientId,
            ["sub"] = ClientCredentials.ClientId,
            ["aud"] = new JsonArray("127.0.0.1"),
            ["iat"] = now,
            ["nbf"] = now - 120,
            ["exp"] = now + 120,
        };
        Assert.True(JsonNode.DeepEquals(claims, assertion.Claims), assertion.Claims.ToJsonString());
    }

    [Fact]
    public async Task TokenRequest_Assertion_IsSignedWithTheKeyOfTheSecret()
    {
        var assertion = AssertionOf(await RequestTokenAsync());
        byte[] anotherKey = [.. ClientSecretText.PublicKey];
        anotherKey[0] ^= 1;

        Assert.True(assertion.IsSignedBy(ClientSecretText.PublicKey));
        Assert.False(assertion.IsSignedBy(anotherKey));
    }

    [Fact]
    public async Task TokenRequest_KeyHasAnId_NamesItInTheHeader()
    {
        _client = ClientCredentials.Client(Server.Address, _clock, ClientSecretText.ValidWithKeyId("key-7"));

        var assertion = AssertionOf(await RequestTokenAsync());

        Assert.Equal(["alg", "kid", "nonce"], assertion.Header.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal("key-7", assertion.Header["kid"]!.GetValue<string>());
        Assert.True(assertion.IsSignedBy(ClientSecretText.PublicKey));
    }

    [Fact]
    public async Task TokenRequest_EveryAttempt_HasAnAssertionOfItsOwn()
    {
        Server.Stub("conductorone/terminate-accepted");
        Server.StubInTurn("conductorone/token-unavailable", "conductorone/token-issued");

        await Client.TerminateAutomationExecutionAsync(ExecutionId);

        var assertions = Server.Requests.Where(request => request.Url == ConductorOneAnswers.TokenPath).Select(AssertionOf).ToList();
        Assert.Equal(2, assertions.Count);
        Assert.NotEqual(assertions[0].Nonce, assertions[1].Nonce);
        Assert.All(assertions, assertion => Assert.True(assertion.IsSignedBy(ClientSecretText.PublicKey)));
        Assert.Equal(1, assertions[1].Claims["iat"]!.GetValue<long>() - assertions[0].Claims["iat"]!.GetValue<long>());
    }

    private static ClientAssertion AssertionOf(RecordedRequest request) =>
        ClientAssertion.Parse(request.Form().Single(field => field.Key == "client_assertion").Value);

    private async Task<RecordedRequest> RequestTokenAsync()
    {
        Server.Stub("conductorone/token-issued", "conductorone/terminate-accepted");
        await Client.TerminateAutomationExecutionAsync(ExecutionId);
        var requests = Server.Requests;
        Assert.Equal(["POST " + ConductorOneAnswers.TokenPath, "POST " + ConductorOneAnswers.TerminatePath], requests.Select(request => request.ToString()));
        return requests[0];
    }
}
