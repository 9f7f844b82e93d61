using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.ConductorOne;

public sealed class BulkActionTests
{
    private const string Breaker = "/api/v1/automations/aut_runaway/circuit_breaker/";
    private const string Cancel = """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL","reason":"runaway"}""";

    [Fact]
    public async Task Resolve_NewerAnswer_NamesTheWorkAndSettlesInTheBackground()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new()
        {
            TimeProvider = clock, ResolveAnswer = ResolveAnswer.BulkAction, ResolveTimePerExecution = TimeSpan.FromMilliseconds(1),
        });
        using var caller = Caller.ConductorOne(server);

        var answer = await caller.PostAsync(Breaker + "resolve_paused", Cancel);
        Assert.Equal(0, answer.Json.GetProperty("pausedCount").GetInt32());
        Assert.Equal(0, answer.Json.GetProperty("erroredCount").GetInt32());
        Assert.StartsWith("bulk_", answer.Json.GetProperty("bulkActionId").GetString(), StringComparison.Ordinal);
        await WorkOffAsync(server, clock);
        var row = Assert.Single(server.State.AuditRows);
        Assert.Equal((237, 3), (row.ResolvedCount, row.ErroredCount));
        Assert.True(server.State.Automation("aut_runaway").IsTripped);
    }

    [Fact]
    public async Task Resolve_NewerAnswerNothingPaused_NamesNoWork()
    {
        await using var server = await ReferenceServer.StartAsync(new() { ResolveAnswer = ResolveAnswer.BulkAction });
        using var caller = Caller.ConductorOne(server);
        var answer = await caller.PostAsync("/api/v1/automations/aut_nightly/circuit_breaker/resolve_paused", Cancel);
        Assert.Equal("""{"erroredCount":0,"pausedCount":0,"bulkActionId":""}""", answer.Body);
    }

    [Fact]
    public async Task Clear_WithoutDecision_ClosesTheBreakerAndLeavesTheBacklog()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.Equal("""{"bulkActionId":""}""", (await caller.PostAsync(Breaker + "clear")).Body);
        Assert.False(server.State.Automation("aut_runaway").IsTripped);
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        Assert.False((await caller.GetAsync("/api/v1/automations/aut_runaway")).Json.GetProperty("automation").TryGetProperty("circuitBreaker", out _));
    }

    [Fact]
    public async Task Clear_WithDecision_SettlesTheBacklogInTheBackground()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock, ResolveTimePerExecution = TimeSpan.FromMilliseconds(1) });
        using var caller = Caller.ConductorOne(server);
        var answer = await caller.PostAsync(Breaker + "clear", """{"decision":"PAUSED_EXECUTION_DECISION_RUN"}""");
        Assert.NotEmpty(answer.Json.GetProperty("bulkActionId").GetString()!);
        Assert.False(server.State.Automation("aut_runaway").IsTripped);
        await WorkOffAsync(server, clock);
        Assert.Equal("paused_run", Assert.Single(server.State.AuditRows).Event);
    }

    [Fact]
    public async Task BulkAction_ServerStoppedInItsMiddle_IsTakenUpByTheNext()
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualTimeProvider();
        var options = new ReferenceServerOptions
        {
            TimeProvider = clock, StateFile = folder.File("state.db"), ResolveAnswer = ResolveAnswer.BulkAction, ResolveTimePerExecution = TimeSpan.FromMilliseconds(1),
        };
        await using (var first = await ReferenceServer.StartAsync(options))
        {
            using var caller = Caller.ConductorOne(first);
            await caller.PostAsync(Breaker + "resolve_paused", Cancel);
            await clock.TimerAsync();
            Assert.InRange(first.State.Automation("aut_runaway").PausedCount, 4, 239);
        }

        await using var second = await ReferenceServer.StartAsync(options);
        await WorkOffAsync(second, clock);
        var row = Assert.Single(second.State.AuditRows);
        Assert.Equal((237, 3), (row.ResolvedCount, row.ErroredCount));
    }

    private static async Task WorkOffAsync(ReferenceServer server, ManualTimeProvider clock)
    {
        while (server.State.Automation("aut_runaway").PausedCount > 3)
        {
            await clock.TimerAsync();
            clock.Advance(TimeSpan.FromMilliseconds(25));
        }
    }
}
