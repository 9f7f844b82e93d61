using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Tokens;

public sealed class AuthenticationTests
{
    public static TheoryData<string, string> Operations { get; } = new()
    {
        { "GET", "/api/v1/automations" },
        { "GET", "/api/v1/automations/aut_nightly" },
        { "POST", "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused" },
        { "POST", "/api/v1/automations/aut_runaway/circuit_breaker/clear" },
        { "GET", "/api/v1/automation_executions/839265" },
        { "POST", "/api/v1/automation_executions/12x/actions/terminate" },
        { "POST", "/api/v1/search/all_automation_executions" },
        { "POST", "/v1/organizations/42/agent/run/resume" },
        { "POST", "/v1/organizations/42/agent/run/ban" },
        { "POST", "/v1/organizations/x/agent/run/unban" },
        { "GET", "/v1/organizations/42/agent/run/101" },
        { "GET", "/v1/organizations/42/agent/runs" },
        { "GET", "/api/v1/executions" },
        { "GET", "/api/v1/executions/not-a-uuid" },
        { "POST", "/api/v1/executions/11111111-1111-4111-8111-111111111111/pause" },
        { "POST", "/api/v1/executions/11111111-1111-4111-8111-111111111111/resume" },
        { "POST", "/api/v1/executions/11111111-1111-4111-8111-111111111111/cancel" },
        { "POST", "/api/v1/executions/11111111-1111-4111-8111-111111111111/terminate" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_WithoutItsServicesToken_IsUnauthorizedInItsShape(string method, string path)
    {
        await using var server = await ReferenceServer.StartAsync();
        var isCodegen = path.StartsWith("/v1", StringComparison.Ordinal);
        var isKubiya = path.StartsWith("/api/v1/executions", StringComparison.Ordinal);
        Caller[] callers =
        [
            Caller.Nobody(server),
            Caller.With(server, "Bearer", "guess"),
            Caller.With(server, "Basic", server.Credentials.Codegen.ApiToken),
            Caller.With(server, "UserKey", server.Credentials.ConductorOne.AccessToken),
            isCodegen ? Caller.ConductorOne(server) : Caller.Codegen(server),
            isKubiya ? Caller.ConductorOne(server) : Caller.Kubiya(server),
        ];
        foreach (var caller in callers)
        {
            using (caller)
            {
                var answer = await caller.SendAsync(new HttpRequestMessage(HttpMethod.Parse(method), new Uri(server.Url, path)));
                Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
                if (isCodegen)
                {
                    Assert.Equal(401, answer.Json.GetProperty("status_code").GetInt32());
                    Assert.NotEmpty(answer.Json.GetProperty("message").GetString()!);
                }
                else if (isKubiya)
                {
                    Assert.Equal("Unauthorized", answer.Json.GetProperty("detail").GetProperty("error").GetString());
                    Assert.NotEmpty(answer.Json.GetProperty("detail").GetProperty("hint").GetString()!);
                }
                else
                {
                    Assert.Equal(16, answer.Json.GetProperty("code").GetInt32());
                    Assert.Contains($"(request-id: {answer.Header("x-request-id")})", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
                }
            }
        }

        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
    }

    [Theory]
    [InlineData("Authorization", "Bearer ", true)]
    [InlineData("Authorization", "UserKey ", true)]
    [InlineData("Authorization", "", true)]
    [InlineData("UserKey", "", true)]
    [InlineData("Authorization", "bearer ", false)]
    [InlineData("Authorization", "BEARER ", false)]
    [InlineData("Authorization", "userkey ", false)]
    [InlineData("Authorization", "Token ", false)]
    [InlineData("X-Api-Key", "", false)]
    public async Task Kubiya_Key_IsTakenInTheFormsThatTheServiceReads(string header, string scheme, bool opens)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Nobody(server);
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/api/v1/executions"));
        request.Headers.TryAddWithoutValidation(header, scheme + server.Credentials.Kubiya.ApiKey);
        Assert.Equal(opens ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, (await caller.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Kubiya_401_TellsAMissingKeyFromAWrongOne()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var nobody = Caller.Nobody(server);
        using var guess = Caller.With(server, "Bearer", "guess");
        var missing = (await nobody.GetAsync("/api/v1/executions")).Json.GetProperty("detail");
        var wrong = (await guess.GetAsync("/api/v1/executions")).Json.GetProperty("detail");
        Assert.Equal("Authorization header is required", missing.GetProperty("message").GetString());
        Assert.Equal("Invalid or expired authentication token", wrong.GetProperty("message").GetString());
        Assert.NotEqual(missing.GetProperty("hint").GetString(), wrong.GetProperty("hint").GetString());
    }

    [Fact]
    public async Task Codegen_UserKeyScheme_IsRefused()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.With(server, "UserKey", server.Credentials.Codegen.ApiToken);
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/v1/organizations/42/agent/runs")).Status);
    }
}
