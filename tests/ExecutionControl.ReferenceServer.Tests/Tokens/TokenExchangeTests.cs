using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Tokens;

public sealed class TokenExchangeTests
{
    private const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string Jwt = "urn:ietf:params:oauth:token-type:jwt";

    [Fact]
    public async Task Exchange_SubjectToken_GivesAnAccessTokenThatOpensConductorOneAlone()
    {
        await using var server = await ReferenceServer.StartAsync();
        var answer = await SendAsync(server, server.IssueSubjectToken());
        Assert.Equal((HttpStatusCode.OK, "Bearer", 3600), (answer.Status, answer.Json.GetProperty("token_type").GetString(), answer.Json.GetProperty("expires_in").GetInt32()));
        var token = answer.Json.GetProperty("access_token").GetString()!;
        using var caller = Caller.With(server, "Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/automations")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/v1/organizations/42/agent/runs")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/api/v1/executions")).Status);
    }

    [Fact]
    public async Task Exchange_ExpiredSubjectToken_IsAnInvalidGrant()
    {
        await using var server = await ReferenceServer.StartAsync();
        var token = server.IssueSubjectToken(lifetime: TimeSpan.FromMinutes(1));
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await RefusedAsync(server, token, "invalid_grant", "expired");
    }

    [Fact]
    public async Task Exchange_SubjectTokenForAnotherClientOrServer_IsAnInvalidGrant()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var other = await ReferenceServer.StartAsync();
        await RefusedAsync(server, server.IssueSubjectToken("other@host/spc"), "invalid_grant", "not for this client");
        await RefusedAsync(server, other.IssueSubjectToken(server.Credentials.ConductorOne.ClientId), "invalid_grant", "not signed");
        await RefusedAsync(server, "a.b", "invalid_grant", "not a JWT");
    }

    [Theory]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:access_token", "invalid_request", 400)]
    [InlineData("subject_token_type", null, "invalid_request", 400)]
    [InlineData("subject_token", null, "invalid_request", 400)]
    [InlineData("client_id", null, "invalid_request", 400)]
    [InlineData("client_id", "stranger@127.0.0.1/spc", "invalid_client", 401)]
    public async Task Exchange_SpoiledForm_IsTheRightFault(string field, string? value, string error, int status)
    {
        await using var server = await ReferenceServer.StartAsync();
        var answer = await SendAsync(server, server.IssueSubjectToken(), (field, value));
        Assert.Equal((status, error), ((int)answer.Status, answer.Json.GetProperty("error").GetString()));
    }

    private static async Task RefusedAsync(ReferenceServer server, string token, string error, string reason)
    {
        var answer = await SendAsync(server, token);
        Assert.Equal((HttpStatusCode.BadRequest, error), (answer.Status, answer.Json.GetProperty("error").GetString()));
        Assert.Contains(reason, answer.Json.GetProperty("error_description").GetString(), StringComparison.Ordinal);
    }

    private static async Task<Answer> SendAsync(ReferenceServer server, string subjectToken, params (string Field, string? Value)[] spoiled)
    {
        var form = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["grant_type"] = Exchange, ["subject_token"] = subjectToken, ["subject_token_type"] = Jwt, ["client_id"] = server.Credentials.ConductorOne.ClientId,
        };
        foreach (var (field, value) in spoiled)
        {
            form[field] = value;
        }

        using var caller = Caller.Nobody(server);
        return await caller.PostAsync(
            TokenRequest.Path, string.Join('&', form.Where(field => field.Value is not null).Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value!)}")), "application/x-www-form-urlencoded");
    }
}
