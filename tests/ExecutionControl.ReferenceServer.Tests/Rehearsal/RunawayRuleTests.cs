using System.Net;
using System.Text;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Rehearsal;

public sealed class RunawayRuleTests
{
    private const string Clear = "/api/v1/automations/aut_nightly/circuit_breaker/clear";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task RunAway_BreakerClosed_TripsAfterSoManyAndPausesTheRest()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Clock.Freeze();
        await server.RunAwayAsync("aut_nightly", Second, retripAfter: 3);
        server.Clock.Advance(3 * Second);
        Assert.Equal(new AutomationSnapshot("aut_nightly", 0, null), server.State.Automation("aut_nightly"));
        server.Clock.Advance(2 * Second);
        Assert.Equal(new AutomationSnapshot("aut_nightly", 2, Milliseconds(server.Clock.GetUtcNow() - Second)), server.State.Automation("aut_nightly"));

        // The three that came before ran, and come to their end like any other.
        server.Clock.Advance(5 * Second);
        using var caller = Caller.ConductorOne(server);
        var done = await caller.PostAsync(
            "/api/v1/search/all_automation_executions", """{"automationTemplateIds":["aut_nightly"],"executionStates":["AUTOMATION_EXECUTION_STATE_DONE"]}""");
        Assert.Equal(3 + 1, done.Json.GetProperty("list").GetArrayLength());
        var breaker = (await caller.GetAsync("/api/v1/automations/aut_nightly")).Json.GetProperty("automation").GetProperty("circuitBreaker");
        Assert.True(breaker.GetProperty("observedCount").GetInt64() > breaker.GetProperty("threshold").GetInt64());
    }

    [Fact]
    public async Task RunAway_BreakerCleared_TripsAgainAtOnce()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Clock.Freeze();
        await server.RunAwayAsync("aut_nightly", Second);
        using var caller = Caller.ConductorOne(server);
        DateTimeOffset? before = null;
        for (var round = 0; round < 3; round++)
        {
            server.Clock.Advance(Second);
            var tripped = server.State.Automation("aut_nightly").TrippedAt;
            Assert.NotNull(tripped);
            Assert.NotEqual(before, tripped);
            before = tripped;
            await caller.PostAsync(Clear, """{"decision":2}""");
            Assert.False(server.State.Automation("aut_nightly").IsTripped);
        }

        // Their ids stay below 2^53, although one above is there: clients that take ids for doubles can act on them.
        var found = await caller.PostAsync("/api/v1/search/automation_executions", """{"automationTemplateId":"aut_nightly"}""");
        var ids = found.Json.GetProperty("list").EnumerateArray().Select(view => view.GetProperty("automationExecution").GetProperty("id").GetString());
        Assert.Equal(["9007199254740993", "2012003", "2012002", "2012001", "839265"], ids);

        // Resets keep it in force, and it can be taken back.
        await server.ResetAsync();
        server.Clock.Advance(Second);
        Assert.True(server.State.Automation("aut_nightly").IsTripped);
    }

    [Fact]
    public async Task RunAway_ByControl_IsListedAndTakenBack()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Clock.Freeze();
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        var put = await Send(HttpMethod.Put, """{"runaways":[{"automation":"aut_nightly","everyMs":1000,"retripAfter":1}]}""");
        Assert.Equal("""[{"automation":"aut_nightly","everyMs":1000,"retripAfter":1}]""", put.Json.GetProperty("runaways").GetRawText());
        server.Clock.Advance(3 * Second);
        Assert.Equal(2, server.State.Automation("aut_nightly").PausedCount);
        await Send(HttpMethod.Delete, "");
        server.Clock.Advance(3 * Second);
        Assert.Equal(2, server.State.Automation("aut_nightly").PausedCount);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(HttpMethod.Post, """{"runaways":[{"automation":"aut_none","everyMs":1000}]}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(HttpMethod.Post, """{"runaways":[{"automation":"aut_nightly","everyMs":0}]}""")).Status);

        async Task<Answer> Send(HttpMethod method, string json) =>
            await control.SendAsync(new HttpRequestMessage(method, "/_control/rules") { Content = new StringContent(json, Encoding.UTF8, "application/json") });
    }

    [Fact]
    public async Task RunAway_UnknownAutomation_IsRefused()
    {
        await using var server = await ReferenceServer.StartAsync();
        await Assert.ThrowsAsync<KeyNotFoundException>(() => server.RunAwayAsync("aut_none", Second));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.RunAwayAsync("aut_nightly", TimeSpan.Zero));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.RunAwayAsync("aut_nightly", Second, retripAfter: -1));
    }

    // The state keeps whole milliseconds.
    private static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
