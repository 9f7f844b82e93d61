using System.Net;
using System.Text;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Control;

public sealed class ControlTests
{
    private const string Resolve = "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused";
    private const string Pause = "/api/v1/executions/11111111-1111-4111-8111-111111111111/pause";

    [Fact]
    public async Task Control_WithoutItsOwnToken_IsClosed()
    {
        await using var server = await ReferenceServer.StartAsync();
        foreach (var caller in new[] { Caller.Nobody(server), Caller.ConductorOne(server), Caller.Codegen(server), Caller.Kubiya(server) })
        {
            using (caller)
            {
                Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/_control/state")).Status);
                Assert.Equal(HttpStatusCode.Unauthorized, (await caller.PostAsync("/_control/reset")).Status);
                Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/_control/nothing")).Status);
            }
        }

        Assert.DoesNotContain(server.Credentials.ControlToken!, $"{server.Credentials}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", null, true)]
    [InlineData("http://127.0.0.1:0", false, false)]
    [InlineData("http://0.0.0.0:0", null, false)]
    [InlineData("http://0.0.0.0:0", true, true)]
    public async Task Control_ByAddressAndOption_IsThereOrNot(string url, bool? option, bool isThere)
    {
        await using var server = await ReferenceServer.StartAsync(new() { Url = new Uri(url), Control = option });
        Assert.Equal(isThere, server.Credentials.ControlToken is not null);
        using var caller = Caller.With(new Uri($"http://127.0.0.1:{server.Url.Port}"), "Bearer", server.Credentials.ControlToken ?? "guess");
        Assert.Equal(isThere ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await caller.GetAsync("/_control/state")).Status);
    }

    [Fact]
    public async Task State_AfterAChange_ShowsIt_AndResetTakesItBack()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var control = Control(server);
        using var caller = Caller.Kubiya(server);
        await caller.PostAsync(Pause);
        var state = (await control.GetAsync("/_control/state")).Json;
        Assert.Equal("paused", state.GetProperty("executions")[0].GetProperty("status").GetString());
        Assert.Equal((240, true), (state.GetProperty("automations")[2].GetProperty("pausedCount").GetInt32(), state.GetProperty("automations")[2].GetProperty("isTripped").GetBoolean()));
        Assert.Equal("101", state.GetProperty("agentRuns")[0].GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await control.PostAsync("/_control/reset")).Status);
        Assert.Equal("running", server.State.KubiyaExecution("11111111-1111-4111-8111-111111111111").Status);
    }

    [Fact]
    public async Task Snapshot_SavedAndRestored_BringsEverythingBackAndNoMore()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var control = Control(server);
        using var caller = Caller.ConductorOne(server);
        using var kubiya = Caller.Kubiya(server);
        await caller.PostAsync(Resolve, """{"decision":2}""");
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(control, "/_control/snapshots/before", "")).Status);
        await caller.PostAsync(Resolve, """{"decision":2}""");
        await kubiya.PostAsync(Pause);
        Assert.Equal((0, 2), (server.State.Automation("aut_runaway").PausedCount, server.State.AuditRows.Count));
        Assert.Equal(HttpStatusCode.NoContent, (await control.PostAsync("/_control/snapshots/before/restore")).Status);
        Assert.Equal((3, 1), (server.State.Automation("aut_runaway").PausedCount, server.State.AuditRows.Count));
        Assert.Equal("running", server.State.KubiyaExecution("11111111-1111-4111-8111-111111111111").Status);
        Assert.Equal(3, (await caller.PostAsync(Resolve, """{"decision":2}""")).Json.GetProperty("pausedCount").GetInt32());
        Assert.Equal("before", (await control.GetAsync("/_control/snapshots")).Json.GetProperty("snapshots")[0].GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await control.PostAsync("/_control/snapshots/other/restore")).Status);
    }

    [Fact]
    public async Task Clock_FrozenAndAdvanced_MovesExecutionsExactlySoFar()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var control = Control(server);
        using var caller = Caller.ConductorOne(server);
        var frozen = (await control.PostAsync("/_control/clock", """{"frozen":true}""")).Json;
        Assert.True(frozen.GetProperty("frozen").GetBoolean());
        await caller.PostAsync("/api/v1/automation_executions/9007199254740993/actions/terminate", "{}");
        await control.PostAsync("/_control/clock", """{"advanceMs":249}""");
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PROCESS_STEP", server.State.Execution(9_007_199_254_740_993).State);
        var now = (await control.PostAsync("/_control/clock", """{"advanceMs":1}""")).Json.GetProperty("now").GetDateTimeOffset();
        Assert.Equal("AUTOMATION_EXECUTION_STATE_TERMINATE", server.State.Execution(9_007_199_254_740_993).State);
        Assert.Equal(TimeSpan.FromMilliseconds(250), now - frozen.GetProperty("now").GetDateTimeOffset());
        Assert.False((await control.PostAsync("/_control/clock", """{"frozen":false}""")).Json.GetProperty("frozen").GetBoolean());
    }

    [Fact]
    public async Task Clock_AdvancedWhileABacklogTakesTime_LetsItGoOn()
    {
        await using var server = await ReferenceServer.StartAsync(new() { ResolveTimePerExecution = TimeSpan.FromHours(1) });
        server.Clock.Freeze();
        using var caller = Caller.ConductorOne(server);
        var answer = caller.PostAsync(Resolve, """{"decision":2}""");

        // Not before the work has begun: its token would grow old.
        while (server.State.AuditRows.Count == 0)
        {
            await Task.Yield();
        }

        while (!answer.IsCompleted)
        {
            server.Clock.Advance(TimeSpan.FromHours(25));
            await Task.Yield();
        }

        Assert.Equal(237, (await answer).Json.GetProperty("pausedCount").GetInt32());
    }

    [Fact]
    public async Task Journal_CountsAndRedacts_AndNeverHoldsItsOwnReaders()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var control = Control(server);
        using var caller = Caller.Kubiya(server);
        await caller.PostAsync(Pause, "{}");
        await caller.GetAsync("/api/v1/executions?access_token=hush-hush&limit=1&page_token=fine");
        var journal = (await control.GetAsync("/_control/journal")).Json;
        Assert.Equal(1, journal.GetProperty("counts").GetProperty("PauseExecution").GetInt32());
        Assert.Equal(2, journal.GetProperty("entries").GetArrayLength());
        var entry = journal.GetProperty("entries")[0];
        Assert.Equal(
            ("PauseExecution", 200, "answered", true, 2),
            (entry.GetProperty("operation").GetString(), entry.GetProperty("status").GetInt32(), entry.GetProperty("outcome").GetString(),
                entry.GetProperty("wasHandled").GetBoolean(), entry.GetProperty("bodyLength").GetInt32()));
        Assert.Equal("/api/v1/executions?access_token=REDACTED&limit=1&page_token=fine", journal.GetProperty("entries")[1].GetProperty("path").GetString());
        Assert.Equal(1, (await control.GetAsync("/_control/journal?after=1")).Json.GetProperty("entries").GetArrayLength());
        Assert.Equal(0, (await control.GetAsync("/_control/journal?operation=Token")).Json.GetProperty("entries").GetArrayLength());
        await control.SendAsync(new HttpRequestMessage(HttpMethod.Delete, new Uri(server.Url, "/_control/journal")));
        Assert.Equal(0, (await control.GetAsync("/_control/journal")).Json.GetProperty("counts").GetProperty("PauseExecution").GetInt32());
    }

    [Fact]
    public async Task Audit_AfterAResolve_HasItsRow()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var control = Control(server);
        using var caller = Caller.ConductorOne(server);
        await caller.PostAsync(Resolve, """{"decision":2,"reason":"runaway"}""");
        var row = (await control.GetAsync("/_control/audit")).Json.GetProperty("rows")[0];
        Assert.Equal(
            ("paused_cancelled", "aut_runaway", "runaway", 237, 3),
            (row.GetProperty("event").GetString(), row.GetProperty("automationId").GetString(), row.GetProperty("reason").GetString(),
                row.GetProperty("resolvedCount").GetInt32(), row.GetProperty("erroredCount").GetInt32()));
        Assert.Equal(3, row.GetProperty("failedExecutionIds").GetArrayLength());
    }

    [Fact]
    public async Task Rules_AddedReplacedAndRemoved_StrikeOrNotAtOnce()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var control = Control(server);
        using var caller = Caller.Kubiya(server);
        var added = await control.PostAsync("/_control/rules", """{"rules":[{"operation":"ListExecutions","status":503}],"neverResolve":[{"automation":"aut_runaway","count":9}]}""");
        Assert.Equal("rule-1", added.Json.GetProperty("rules")[0].GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await caller.GetAsync("/api/v1/executions")).Status);
        Assert.Equal(1, (await control.GetAsync("/_control/rules")).Json.GetProperty("rules")[0].GetProperty("struck").GetInt32());
        await control.SendAsync(new HttpRequestMessage(HttpMethod.Delete, new Uri(server.Url, "/_control/rules/rule-1")));
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/executions")).Status);

        var replaced = await PutAsync(control, "/_control/rules", """{"seed":5,"rateLimits":true,"rules":[{"operation":"GetExecution","percent":50,"status":500}]}""");
        Assert.Equal((5, true, 0), (replaced.Json.GetProperty("seed").GetInt32(), replaced.Json.GetProperty("rateLimits").GetBoolean(), replaced.Json.GetProperty("neverResolve").GetArrayLength()));
        await control.SendAsync(new HttpRequestMessage(HttpMethod.Delete, new Uri(server.Url, "/_control/rules")));
        Assert.Empty(server.Faults.All);
    }

    [Theory]
    [InlineData("POST", "/_control/clock", """{"advanceMs":-1}""", 400)]
    [InlineData("POST", "/_control/clock", """{"speed":2}""", 400)]
    [InlineData("POST", "/_control/clock", "[]", 400)]
    [InlineData("POST", "/_control/clock", "{", 400)]
    [InlineData("POST", "/_control/clock", """{"now":"\ud83d"}""", 400)]
    [InlineData("POST", "/_control/clock", """{"\ud83d":1}""", 400)]
    [InlineData("POST", "/_control/rules", """{"rules":[{"operation":"None","status":500}]}""", 400)]
    [InlineData("POST", "/_control/rules", """{"neverResolve":[{"automation":"aut_missing","count":1}]}""", 404)]
    [InlineData("GET", "/_control/journal?limit=x", "", 400)]
    [InlineData("DELETE", "/_control/rules/rule-9", "", 404)]
    [InlineData("DELETE", "/_control/state", "", 405)]
    [InlineData("GET", "/_control/elsewhere", "", 404)]
    [InlineData("GET", "/_control", "", 404)]
    public async Task Control_BadRequest_IsRefusedWithAReason(string method, string path, string body, int status)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var control = Control(server);
        var answer = await control.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(server.Url, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        Assert.Equal(status, (int)answer.Status);
        Assert.False(string.IsNullOrWhiteSpace(answer.Json.GetProperty("error").GetString()));
    }

    private static Caller Control(ReferenceServer server) => Caller.With(server, "Bearer", server.Credentials.ControlToken!);

    private static Task<Answer> PutAsync(Caller caller, string path, string body) =>
        caller.SendAsync(new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
}
