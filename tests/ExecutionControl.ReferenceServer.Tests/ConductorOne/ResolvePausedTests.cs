using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.ConductorOne;

public sealed class ResolvePausedTests
{
    private const string Runaway = "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused";
    private const string Cancel = """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL","reason":"runaway"}""";
    private const string Run = """{"decision":"PAUSED_EXECUTION_DECISION_RUN"}""";

    [Fact]
    public async Task Resolve_CancelRunaway_SettlesAllButThreeAndThenThese()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);

        Assert.Equal("""{"erroredCount":3,"pausedCount":237}""", (await caller.PostAsync(Runaway, Cancel)).Body);
        Assert.Equal(3, server.State.Automation("aut_runaway").PausedCount);
        Assert.True(server.State.Automation("aut_runaway").IsTripped);
        Assert.Equal("""{"erroredCount":0,"pausedCount":3}""", (await caller.PostAsync(Runaway, Cancel)).Body);
        Assert.Equal("""{"erroredCount":0,"pausedCount":0}""", (await caller.PostAsync(Runaway, Cancel)).Body);
        Assert.Equal("AUTOMATION_EXECUTION_STATE_TERMINATE", server.State.Execution(1_000_001).State);
        Assert.Equal(12_000, server.State.Automation("aut_backlog").PausedCount);
    }

    [Fact]
    public async Task Resolve_EveryRound_LeavesAnAuditRow()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        await caller.PostAsync(Runaway, Cancel);
        await caller.PostAsync(Runaway, Run);

        var rows = server.State.AuditRows;
        Assert.Equal(["paused_cancelled", "paused_run"], rows.Select(row => row.Event));
        Assert.Equal(["runaway", ""], rows.Select(row => row.Reason));
        Assert.Equal([237, 3], rows.Select(row => row.ResolvedCount));
        Assert.Equal([3, 0], rows.Select(row => row.ErroredCount));
        Assert.Equal([1_000_080, 1_000_160, 1_000_240], rows[0].FailedExecutionIds);
        Assert.All(rows, row => Assert.Equal(server.Credentials.ConductorOne.ClientId, row.Actor));
        Assert.All(rows, row => Assert.NotNull(row.FinishedAt));
    }

    [Fact]
    public async Task Resolve_RunBacklog_GoesToPendingAndOnWithTime()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        using var caller = Caller.ConductorOne(server);
        const string Path = "/api/v1/automations/aut_backlog/circuit_breaker/resolve_paused";

        Assert.Equal("""{"erroredCount":0,"pausedCount":12000}""", (await caller.PostAsync(Path, Run)).Body);
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PENDING", server.State.Execution(2_000_001).State);
        var seen = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            seen.Add(server.State.Execution(2_012_000).State.Replace("AUTOMATION_EXECUTION_STATE_", "", StringComparison.Ordinal));
        }

        Assert.Equal(["PENDING", "CREATING", "GET_STEP", "PROCESS_STEP", "COMPLETE_STEP", "DONE"], seen.Distinct());
        var answer = await caller.GetAsync("/api/v1/automation_executions/2012000");
        Assert.Equal("2026-03-01T12:00:05Z", answer.Json.GetProperty("automationExecution").GetProperty("completedAt").GetString());
    }

    [Theory]
    [InlineData("""{"decision":2}""")]
    [InlineData("""{"decision":"PAUSED_EXECUTION_DECISION_CANCEL","unknown":{"a":[1]},"reason":null}""")]
    public async Task Resolve_OtherFormsOfProtoJson_AreAccepted(string body)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.Equal("""{"erroredCount":3,"pausedCount":237}""", (await caller.PostAsync(Runaway, body, "text/plain")).Body);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"decision":null}""")]
    [InlineData("""{"decision":"PAUSED_EXECUTION_DECISION_UNSPECIFIED"}""")]
    [InlineData("""{"decision":"CANCEL"}""")]
    [InlineData("""{"decision":7}""")]
    [InlineData("""{"decision":true}""")]
    [InlineData("""{"decision":2,"reason":5}""")]
    [InlineData("""{"decision":2,"reason":"\ud800"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"\ud800":1}""")]
    public async Task Resolve_BadBody_IsInvalidArgument(string? body)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        AssertError(await caller.PostAsync(Runaway, body), HttpStatusCode.BadRequest, 3);
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        Assert.Empty(server.State.AuditRows);
    }

    [Fact]
    public async Task Resolve_Reason_IsMeasuredInBytes()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        AssertError(await caller.PostAsync(Runaway, $$"""{"decision":2,"reason":"{{new string('ü', 512)}}x"}"""), HttpStatusCode.BadRequest, 3);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Runaway, $$"""{"decision":2,"reason":"{{new string('ü', 512)}}"}""")).Status);
    }

    [Fact]
    public async Task Resolve_UnknownAutomation_IsNotFound()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        AssertError(await caller.PostAsync("/api/v1/automations/aut_none/circuit_breaker/resolve_paused", Cancel), HttpStatusCode.NotFound, 5);
    }

    [Fact]
    public async Task Resolve_UntrippedBreaker_IsZeros()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var answer = await caller.PostAsync("/api/v1/automations/aut_nightly/circuit_breaker/resolve_paused", Cancel);
        Assert.Equal("""{"erroredCount":0,"pausedCount":0}""", answer.Body);
    }

    [Fact]
    public async Task Resolve_TimePerExecution_PassesInsideTheRequest()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock, ResolveTimePerExecution = TimeSpan.FromMilliseconds(10) });
        using var caller = Caller.ConductorOne(server);
        var resolving = caller.PostAsync(Runaway, Cancel);
        await clock.TimerAsync();
        Assert.False(resolving.IsCompleted);
        Assert.InRange(server.State.Automation("aut_runaway").PausedCount, 1, 239);

        // 240 executions in batches of 25, each waiting once: 250 ms nine times, then 150 ms.
        for (var batch = 0; batch < 9; batch++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            await clock.TimerAsync();
        }

        clock.Advance(TimeSpan.FromMilliseconds(149));
        Assert.Equal(3, server.State.Automation("aut_runaway").PausedCount);
        Assert.False(resolving.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("""{"erroredCount":3,"pausedCount":237}""", (await resolving.WaitAsync(TimeSpan.FromSeconds(20))).Body);
    }

    [Fact]
    public async Task Resolve_ExecutionsThatTakeLong_GoOneByOne()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock, ResolveTimePerExecution = TimeSpan.FromSeconds(1) });
        using var caller = Caller.ConductorOne(server);
        var resolving = caller.PostAsync("/api/v1/automations/aut_backlog/circuit_breaker/resolve_paused", Cancel);
        await clock.TimerAsync();
        Assert.Equal(11_999, server.State.Automation("aut_backlog").PausedCount);

        clock.Advance(TimeSpan.FromSeconds(1));
        await clock.TimerAsync();

        Assert.Equal(11_998, server.State.Automation("aut_backlog").PausedCount);
        Assert.False(resolving.IsCompleted);
    }

    [Fact]
    public async Task Resolve_ManyAtOnce_SettleEachExecutionOnce()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => caller.PostAsync("/api/v1/automations/aut_backlog/circuit_breaker/resolve_paused", Cancel)));
        Assert.Equal(12_000, answers.Sum(answer => answer.Json.GetProperty("pausedCount").GetInt32()));
        Assert.Equal(12_000, server.State.AuditRows.Sum(row => row.ResolvedCount));
    }

    [Fact]
    public async Task Resolve_CallerHangsUp_WorkGoesOn()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock, ResolveTimePerExecution = TimeSpan.FromMilliseconds(1) });
        using (var caller = Caller.ConductorOne(server))
        {
            _ = caller.PostAsync(Runaway, Cancel).ContinueWith(lost => lost.Exception, TaskScheduler.Default);
            await clock.TimerAsync();
        }

        // Each batch waits for the clock once; the last one leaves only what failed.
        while (server.State.Automation("aut_runaway").PausedCount > 3)
        {
            clock.Advance(TimeSpan.FromMilliseconds(25));
            await clock.TimerAsync();
        }

        Assert.Equal(237, Assert.Single(server.State.AuditRows).ResolvedCount);
    }

    [Fact]
    public async Task Resolve_ResetInItsMiddle_LeavesTheNewSeedAlone()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock, ResolveTimePerExecution = TimeSpan.FromMilliseconds(1) });
        using var caller = Caller.ConductorOne(server);
        var resolving = caller.PostAsync(Runaway, Cancel);
        await clock.TimerAsync();
        await server.ResetAsync();
        clock.Advance(TimeSpan.FromMilliseconds(25));

        Assert.Equal("""{"erroredCount":0,"pausedCount":25}""", (await resolving.WaitAsync(TimeSpan.FromSeconds(20))).Body);
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        Assert.Empty(server.State.AuditRows);
    }

    private static void AssertError(Answer answer, HttpStatusCode status, int code)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal(code, answer.Json.GetProperty("code").GetInt32());
        Assert.EndsWith($"(request-id: {answer.Header("x-request-id")})", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, answer.Json.GetProperty("details").GetArrayLength());
    }
}
