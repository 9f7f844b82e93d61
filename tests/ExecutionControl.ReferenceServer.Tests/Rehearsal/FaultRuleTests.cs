using System.Net;
using System.Net.Sockets;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Rehearsal;

public sealed class FaultRuleTests
{
    private const string Resolve = "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused";
    private const string Cancel = """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL"}""";
    private const string Pause = "/api/v1/executions/11111111-1111-4111-8111-111111111111/pause";

    [Fact]
    public async Task Status_TwoTimesBeforeTheWork_AnswersInTheServicesShapeAndChangesNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.ResolvePaused, Times = 2, Status = 503, Headers = { ["Retry-After"] = "1" } });
        using var caller = Caller.ConductorOne(server);
        for (var i = 0; i < 2; i++)
        {
            var answer = await caller.PostAsync(Resolve, Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Equal("1", answer.Header("Retry-After"));
            Assert.Equal(14, answer.Json.GetProperty("code").GetInt32());
            Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        }

        Assert.Equal(237, (await caller.PostAsync(Resolve, Cancel)).Json.GetProperty("pausedCount").GetInt32());
        Assert.Equal([false, false, true], server.Journal.Entries.Select(entry => entry.WasHandled));
        Assert.Equal(["rule-1", "rule-1", null], server.Journal.Entries.Select(entry => entry.Fault));
        var rule = Assert.Single(server.Faults.All);
        Assert.True(rule.IsUsedUp);
        Assert.Equal(2, rule.Struck);
    }

    [Fact]
    public async Task Status_AfterTheWork_HidesThatItIsDone()
    {
        await using var server = await ReferenceServer.StartAsync(new() { Faults = { new FaultRule { Operation = OperationNames.PauseExecution, Status = 504, Moment = FaultMoment.AfterWork } } });
        using var caller = Caller.Kubiya(server);
        var answer = await caller.PostAsync(Pause);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.Status);
        Assert.Equal("a rehearsed fault", answer.Json.GetProperty("detail").GetString());
        Assert.Equal("paused", server.State.KubiyaExecution("11111111-1111-4111-8111-111111111111").Status);
    }

    [Theory]
    [InlineData(FaultMoment.BeforeWork, "running")]
    [InlineData(FaultMoment.AfterWork, "paused")]
    public async Task Reset_EitherSideOfTheWork_EndsTheConnectionWithAReset(FaultMoment moment, string status)
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Connection = FaultConnection.Reset, Moment = moment });
        using var caller = Caller.Kubiya(server);
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => caller.PostAsync(Pause, "{}"));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(exception.GetBaseException()).SocketErrorCode);
        Assert.Equal(status, server.State.KubiyaExecution("11111111-1111-4111-8111-111111111111").Status);
        var entry = Assert.Single(server.Journal.Entries);
        Assert.Equal((RequestOutcome.Reset, (int?)null), (entry.Outcome, entry.Status));
    }

    [Fact]
    public async Task Close_AfterTheWork_EndsTheConnectionInGoodOrder()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Connection = FaultConnection.Close, Moment = FaultMoment.AfterWork });
        using var caller = Caller.Kubiya(server);
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => caller.PostAsync(Pause, "{}"));
        Assert.IsNotType<SocketException>(exception.GetBaseException());
        Assert.Equal(HttpRequestError.ResponseEnded, exception.HttpRequestError);
        Assert.Equal("paused", server.State.KubiyaExecution("11111111-1111-4111-8111-111111111111").Status);
    }

    [Fact]
    public async Task Truncated_Answer_EndsInItsMiddle()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.ListExecutions, Answer = FaultAnswer.Truncated, Moment = FaultMoment.AfterWork, Times = 1 });
        using var caller = Caller.Kubiya(server);
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => caller.GetAsync("/api/v1/executions"));
        Assert.Equal(HttpRequestError.ResponseEnded, (exception.InnerException as HttpIOException)?.HttpRequestError ?? exception.HttpRequestError);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/executions")).Status);
        Assert.Equal([RequestOutcome.Truncated, RequestOutcome.Answered], server.Journal.Entries.Select(entry => entry.Outcome));
    }

    [Theory]
    [InlineData(FaultAnswer.Garbage, "application/json", 200)]
    [InlineData(FaultAnswer.Html, "text/html; charset=utf-8", 502)]
    public async Task Answer_OfAnotherKind_TakesThePlaceOfTheJson(FaultAnswer kind, string contentType, int status)
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.GetAgentRun, Answer = kind, Status = status == 200 ? null : status });
        using var caller = Caller.Codegen(server);
        var answer = await caller.GetAsync("/v1/organizations/42/agent/run/101");
        Assert.Equal((status, contentType), ((int)answer.Status, answer.Header("Content-Type")));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => answer.Json);
    }

    [Fact]
    public async Task Target_InPath_StrikesThatOneAlone()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.GetAutomation, Target = "aut_nightly", Status = 500 });
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/automations/aut_runaway")).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await caller.GetAsync("/api/v1/automations/aut_nightly")).Status);
    }

    [Fact]
    public async Task Latency_HoldsTheRequestByTheClockBetweenItsBounds()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        server.Faults.Add(new FaultRule { LatencyFrom = TimeSpan.FromMilliseconds(200), LatencyTo = TimeSpan.FromMilliseconds(400) });
        using var caller = Caller.Kubiya(server);
        var answer = caller.GetAsync("/api/v1/executions");
        await clock.TimerAsync();
        clock.Advance(TimeSpan.FromMilliseconds(199));
        Assert.False(answer.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(201));
        Assert.Equal(HttpStatusCode.OK, (await answer).Status);
    }

    [Fact]
    public async Task Percent_SameSeed_StrikesTheSameRequestsAgain()
    {
        var runs = new List<string>();
        foreach (var seed in new[] { 7, 7, 8 })
        {
            await using var server = await ReferenceServer.StartAsync(new() { Seed = seed });
            server.Faults.Add(new FaultRule { Operation = OperationNames.GetExecution, Percent = 30, Status = 500 });
            using var caller = Caller.Kubiya(server);
            var run = "";
            for (var i = 0; i < 100; i++)
            {
                run += (await caller.GetAsync("/api/v1/executions/11111111-1111-4111-8111-111111111111")).Status == HttpStatusCode.OK ? '.' : 'x';
            }

            runs.Add(run);
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
        Assert.InRange(runs[0].Count(mark => mark == 'x'), 15, 45);
    }

    [Fact]
    public async Task NeverResolve_Three_FailInEveryCallAndAfterAReset()
    {
        await using var server = await ReferenceServer.StartAsync();
        await server.NeverResolveAsync("aut_backlog", 3);
        using var caller = Caller.ConductorOne(server);
        const string Path = "/api/v1/automations/aut_backlog/circuit_breaker/resolve_paused";
        Assert.Equal((11_997, 3), Counts(await caller.PostAsync(Path, Cancel)));
        Assert.Equal((0, 3), Counts(await caller.PostAsync(Path, Cancel)));
        Assert.Equal((0, 3), Counts(await caller.PostAsync(Path, Cancel)));
        await server.ResetAsync();
        Assert.Equal((11_997, 3), Counts(await caller.PostAsync(Path, Cancel)));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => server.NeverResolveAsync("aut_missing", 1));
    }

    [Fact]
    public async Task RateLimits_On_LetSixtyInThirtySecondsThrough()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { RateLimits = true, TimeProvider = clock });
        using var caller = Caller.Codegen(server);
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/v1/organizations/42/agent/run/101")).Status);
        }

        clock.Advance(TimeSpan.FromSeconds(29));
        var refused = await caller.GetAsync("/v1/organizations/42/agent/run/101");
        Assert.Equal((HttpStatusCode.TooManyRequests, 429), (refused.Status, refused.Json.GetProperty("status_code").GetInt32()));
        Assert.Null(refused.Header("Retry-After"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/v1/organizations/42/agent/run/101")).Status);
    }

    [Fact]
    public async Task RateLimits_ByDefault_AreOff()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        for (var i = 0; i < 80; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/v1/organizations/42/agent/run/101")).Status);
        }
    }

    public static TheoryData<string, FaultRule> BadRules { get; } = new()
    {
        { "names no operation", new() { Operation = "Resolve", Status = 500 } },
        { "does nothing", new() },
        { "percent", new() { Status = 500, Percent = 0 } },
        { "percent", new() { Status = 500, Percent = double.NaN } },
        { "times", new() { Status = 500, Times = 0 } },
        { "status", new() { Status = 101 } },
        { "least delay", new() { LatencyFrom = TimeSpan.FromSeconds(2), LatencyTo = TimeSpan.FromSeconds(1) } },
        { "ends the connection", new() { Connection = FaultConnection.Reset, Status = 500 } },
        { "truncates", new() { Answer = FaultAnswer.Truncated } },
        { "header", new() { Status = 500, Headers = { ["X-Split"] = "a\r\nb" } } },
        { "header", new() { Status = 500, Headers = { ["Content-Length"] = "1" } } },
    };

    [Theory]
    [MemberData(nameof(BadRules))]
    public async Task Add_RuleThatMakesNoSense_IsRefused(string reason, FaultRule rule)
    {
        await using var server = await ReferenceServer.StartAsync();
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => server.Faults.Add(rule)).Message, StringComparison.Ordinal);
        Assert.Empty(server.Faults.All);
    }

    private static (int Resolved, int Errored) Counts(Answer answer) =>
        (answer.Json.GetProperty("pausedCount").GetInt32(), answer.Json.GetProperty("erroredCount").GetInt32());
}
