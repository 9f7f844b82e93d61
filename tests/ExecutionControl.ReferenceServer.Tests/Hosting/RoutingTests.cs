using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Hosting;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("/", "code")]
    [InlineData("/x", "code")]
    [InlineData("/api/v1/automations/aut_runaway/none", "code")]
    [InlineData("/api/v2/automations", "code")]
    [InlineData("/API/v1/automations", "code")]
    [InlineData("/auth/v2/token", "error")]
    [InlineData("/v1/organisations", "status_code")]
    [InlineData("/v1/organizations/42/agent/run/101/x", "status_code")]
    [InlineData("/api/v1/executions/a/b", "detail")]
    [InlineData("/api/v1/executions//pause/x", "detail")]
    public async Task UnknownPath_IsNotFoundInItsServicesShape(string path, string field)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Nobody(server);
        var answer = await caller.PostAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.True(answer.Json.TryGetProperty(field, out _));
        Assert.Equal(OperationNames.Unmatched, Assert.Single(server.Journal.Entries).Operation);
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/automations/aut_runaway", "GET, POST", "code")]
    [InlineData("GET", "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", "POST", "code")]
    [InlineData("PUT", "/v1/organizations/42/agent/runs", "GET", "status_code")]
    [InlineData("DELETE", "/v1/organizations/42/agent/run/resume", "POST, GET", "status_code")]
    [InlineData("GET", "/api/v1/executions/11111111-1111-4111-8111-111111111111/pause", "POST", "detail")]
    public async Task WrongMethod_IsNotAllowedInItsServicesShape(string method, string path, string allow, string field)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Nobody(server);
        var answer = await caller.SendAsync(new HttpRequestMessage(HttpMethod.Parse(method), new Uri(server.Url, path)));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal(allow, answer.Header("Allow"));
        Assert.True(answer.Json.TryGetProperty(field, out _));
    }

    [Theory]
    [InlineData("/api/v1/automations//circuit_breaker/resolve_paused", 301, "/api/v1/automations")]
    [InlineData("/api/v1/automation_executions//actions/terminate", 301, "/api/v1/automation_executions")]
    [InlineData("/api/v1/automation_executions/", 301, "/api/v1/automation_executions")]
    [InlineData("/api/v1/automations/../circuit_breaker/resolve_paused", 301, "/api/v1/circuit_breaker/resolve_paused")]
    [InlineData("/api/v1/executions/", 307, "/api/v1/executions")]
    [InlineData("/v1/organizations/42/agent/runs/?limit=1", 307, "/v1/organizations/42/agent/runs?limit=1")]
    public async Task EmptyIdOrSpareSlash_IsRedirected(string path, int status, string location)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Nobody(server);
        var answer = await caller.PostAsync(path);
        Assert.Equal((HttpStatusCode)status, answer.Status);

        // FastAPI's routers name the whole URL.
        Assert.Equal(status == 307 ? server.Url.GetLeftPart(UriPartial.Authority) + location : location, answer.Header("Location"));
        Assert.Equal(path, Assert.Single(server.Journal.Entries).RawPath);
    }

    [Fact]
    public async Task EveryAnswer_CarriesTheServersTimeAndARequestIdAndNoServerName()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        using var caller = Caller.ConductorOne(server);
        var answer = await caller.GetAsync("/api/v1/automations");
        Assert.Equal(clock.GetUtcNow(), answer.Response.Headers.Date);
        Assert.NotEmpty(answer.Header("x-request-id")!);
        Assert.Null(answer.Header("Server"));
        Assert.Equal(HttpVersion.Version11, answer.Response.Version);
    }

    [Fact]
    public async Task RequestIds_SameSeed_AreTheSameAgain()
    {
        await using var first = await ReferenceServer.StartAsync(new() { Seed = 7 });
        await using var second = await ReferenceServer.StartAsync(new() { Seed = 7 });
        await using var other = await ReferenceServer.StartAsync(new() { Seed = 8 });
        Assert.Equal(await IdAsync(first), await IdAsync(second));
        Assert.NotEqual(await IdAsync(first), await IdAsync(other));

        static async Task<string> IdAsync(ReferenceServer server)
        {
            using var caller = Caller.Nobody(server);
            return (await caller.GetAsync("/")).Header("x-request-id")!;
        }
    }

    [Fact]
    public async Task Journal_KnowsWhatWasSent()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        using var caller = Caller.Codegen(server);
        const string Body = """{"agent_run_id":101,"prompt":"go on"}""";
        await caller.PostAsync("/v1/organizations/42/agent/run/resume?x=%41", Body, "application/json; charset=utf-8");
        await caller.PostAsync("/v1/organizations/42/agent/run/resume", Body);

        Assert.Equal(2, server.Journal.Count(OperationNames.ResumeAgentRun));
        Assert.Equal(0, server.Journal.Count(OperationNames.BanAgentRun));
        var entry = server.Journal.Entries[0];
        Assert.Equal((1, ServiceNames.Codegen, OperationNames.ResumeAgentRun, "POST"), (entry.Sequence, entry.Service, entry.Operation, entry.Method));
        Assert.Equal("/v1/organizations/42/agent/run/resume?x=%41", entry.RawPath);
        Assert.Equal(("101", 200, "application/json; charset=utf-8"), (entry.Target, entry.Status, entry.ContentType));
        Assert.Equal(clock.GetUtcNow(), entry.ReceivedAt);
        Assert.Equal(Body.Length, entry.BodyLength);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Body))), entry.BodySha256);
        Assert.Equal(422, server.Journal.Entries[1].Status);
        server.Journal.Clear();
        Assert.Empty(server.Journal.Entries);
        Assert.Equal(0, server.Journal.Count(OperationNames.ResumeAgentRun));
    }

    [Fact]
    public async Task Body_Endless_IsRefusedInTheServicesShape()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "/v1/organizations/42/agent/run/resume"))
        {
            Content = new ByteArrayContent(new byte[(64 * 1024 * 1024) + 1]),
        };
        request.Headers.ExpectContinue = true;
        var answer = await caller.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal(413, answer.Json.GetProperty("status_code").GetInt32());
    }
}
