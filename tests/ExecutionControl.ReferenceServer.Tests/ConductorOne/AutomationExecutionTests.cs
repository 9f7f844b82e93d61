using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.ConductorOne;

public sealed class AutomationExecutionTests
{
    private const string Running = "/api/v1/automation_executions/9007199254740993";

    [Fact]
    public async Task List_PageByPage_GivesAllOnce()
    {
        await using var server = await ReferenceServer.StartAsync(new() { SeedPaused = 0 });
        using var caller = Caller.ConductorOne(server);
        var ids = new List<string?>();
        var token = "";
        do
        {
            var page = await caller.GetAsync($"/api/v1/automation_executions?page_size=100&page_token={token}");
            ids.AddRange(page.Json.GetProperty("automationExecutions").EnumerateArray().Select(execution => execution.GetProperty("id").GetString()));
            token = page.Json.GetProperty("nextPageToken").GetString()!;
        }
        while (token.Length > 0);
        Assert.Equal((242, 242, "9007199254740993"), (ids.Count, ids.Distinct().Count(), ids[0]));
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.GetAsync("/api/v1/automation_executions?page_token=x")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.GetAsync("/api/v1/automation_executions?page_size=x")).Status);
    }

    [Fact]
    public async Task Get_DoneExecution_HasEveryField()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        using var caller = Caller.ConductorOne(server);
        var answer = (await caller.GetAsync("/api/v1/automation_executions/839265")).Json;
        const string Execution =
            """
            {"id":"839265","automationTemplateId":"aut_nightly","state":"AUTOMATION_EXECUTION_STATE_DONE","currentVersion":12,"isDraft":false,"createdAt":"2026-02-28T12:00:00Z","updatedAt":"2026-02-28T12:12:34Z","completedAt":"2026-02-28T12:12:34Z","deletedAt":null,"duration":"754s","context":null}
            """;
        Assert.Equal(Execution, answer.GetProperty("automationExecution").GetRawText());
        Assert.Equal(Execution, answer.GetProperty("view").GetProperty("automationExecution").GetRawText());
        Assert.Empty(answer.GetProperty("expanded").EnumerateArray());
    }

    [Fact]
    public async Task Terminate_RunningExecution_TakesEffectAfterTheDelay()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock, TerminateDelay = TimeSpan.FromSeconds(3) });
        using var caller = Caller.ConductorOne(server);

        Assert.Equal("{}", (await caller.PostAsync(Running + "/actions/terminate")).Body);
        Assert.Equal("/api/v1/automation_executions/9007199254740993/actions/terminate", server.Journal.Entries.Single().RawPath);
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PROCESS_STEP", await StateAsync(caller));
        clock.Advance(TimeSpan.FromSeconds(2));
        await caller.PostAsync(Running + "/actions/terminate", "{}");
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PROCESS_STEP", await StateAsync(caller));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("AUTOMATION_EXECUTION_STATE_TERMINATE", await StateAsync(caller));
        var execution = (await caller.GetAsync(Running)).Json.GetProperty("automationExecution");
        Assert.Equal("2026-03-01T12:00:03Z", execution.GetProperty("completedAt").GetString());
    }

    [Fact]
    public async Task Terminate_FinalExecution_ChangesNothing()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        using var caller = Caller.ConductorOne(server);
        Assert.Equal("{}", (await caller.PostAsync("/api/v1/automation_executions/839265/actions/terminate")).Body);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("AUTOMATION_EXECUTION_STATE_DONE", server.State.Execution(839265).State);
    }

    [Fact]
    public async Task Terminate_PausedExecution_IsNoLongerCountedWhenItTookEffect()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        using var caller = Caller.ConductorOne(server);
        await caller.PostAsync("/api/v1/automation_executions/1000001/actions/terminate");
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(239, server.State.Automation("aut_runaway").PausedCount);
        var resolved = await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":1}""");
        Assert.Equal("""{"erroredCount":3,"pausedCount":236}""", resolved.Body);
        Assert.Equal("AUTOMATION_EXECUTION_STATE_TERMINATE", server.State.Execution(1_000_001).State);
    }

    [Fact]
    public async Task Terminate_ThenRun_EndsTerminated()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock, TerminateDelay = TimeSpan.FromSeconds(2) });
        using var caller = Caller.ConductorOne(server);
        await caller.PostAsync("/api/v1/automation_executions/1000001/actions/terminate");
        await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":1}""");
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PENDING", server.State.Execution(1_000_001).State);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("AUTOMATION_EXECUTION_STATE_TERMINATE", server.State.Execution(1_000_001).State);
    }

    [Theory]
    [InlineData("12x", HttpStatusCode.BadRequest, 3)]
    [InlineData("9223372036854775808", HttpStatusCode.BadRequest, 3)]
    [InlineData("1e3", HttpStatusCode.BadRequest, 3)]
    [InlineData("%20", HttpStatusCode.BadRequest, 3)]
    [InlineData("424242", HttpStatusCode.NotFound, 5)]
    [InlineData("9007199254740992", HttpStatusCode.NotFound, 5)]
    [InlineData("-1", HttpStatusCode.NotFound, 5)]
    public async Task GetAndTerminate_BadOrUnknownId_IsRefused(string id, HttpStatusCode status, int code)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        foreach (var answer in new[]
        {
            await caller.GetAsync($"/api/v1/automation_executions/{id}"), await caller.PostAsync($"/api/v1/automation_executions/{id}/actions/terminate"),
        })
        {
            Assert.Equal(status, answer.Status);
            Assert.Equal(code, answer.Json.GetProperty("code").GetInt32());
        }
    }

    private static async Task<string> StateAsync(Caller caller) =>
        (await caller.GetAsync(Running)).Json.GetProperty("automationExecution").GetProperty("state").GetString()!;
}
