using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Diagnostics;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Tests.ConductorOne;

public sealed class ConductorOneClientResolvePausedTests
{
    private const string Id = "aut_runaway";
    private const string Path = $"/api/v1/automations/{Id}/circuit_breaker/resolve_paused";
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task ResolvePausedExecutionsAsync_SomeErroredAtFirst_GoesOnUntilNoneIs()
    {
        await using var server = Resolving(Counts(237, 3), Counts(3, 0));
        using var client = TestClients.ConductorOne(server.Url, _clock);
        var reports = new List<ResolvePausedProgress>();

        var options = new ResolvePausedOptions { Reason = "runaway", Progress = new DirectProgress(reports.Add) };
        var result = await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, options);

        Assert.Equal((ControlOutcome.Applied, 240L, 0L, false), (result.Outcome, result.ResolvedCount, result.ErroredCount, result.IsLowerBound));
        Assert.Equal([new ResolvePausedRound { Number = 1, ResolvedCount = 237, ErroredCount = 3 }, new ResolvePausedRound { Number = 2, ResolvedCount = 3, ErroredCount = 0 }], result.Rounds);
        Assert.True(result.IsCircuitBreakerTripped);
        Assert.Equal([(1, 237L, 3L, TimeSpan.FromSeconds(1)), (2, 240L, 0L, default(TimeSpan?))], reports.Select(report => (report.Round, report.ResolvedCount!.Value, report.ErroredCount, report.NextRoundIn)));
        Assert.Equal(
            """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL","reason":"runaway"}""",
            server.Requests[0].Body);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_ProgressThrows_CostsNothingOfWhatWasSettled()
    {
        await using var server = new ScriptedServer(request => request.Method == "GET"
            ? Reply.Json("{}", 404)
            : Reply.Json(request.Number == 1 ? """{"pausedCount":237,"erroredCount":3}""" : """{"pausedCount":3,"erroredCount":0}"""));
        using var log = new LoggedMessages();
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.LoggerFactory = log);
        var options = new ResolvePausedOptions { Progress = new DirectProgress(_ => throw new OperationCanceledException("the window is gone")) };

        var result = await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, options);

        Assert.Equal((ControlOutcome.Applied, 240L, 2), (result.Outcome, result.ResolvedCount, result.Rounds.Count));
        var warnings = log.Messages.Where(message => message.Name == "ProgressFailed").ToList();
        Assert.Equal(2, warnings.Count);
        Assert.All(warnings, warning => Assert.Equal((LogLevel.Warning, "the window is gone"), (warning.Level, warning.Exception!.Message)));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_NothingPaused_IsAlreadySo()
    {
        await using var server = Resolving(Counts(0, 0));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Run);

        Assert.Equal(ControlOutcome.AlreadySo, result.Outcome);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_BulkAction_IsAcceptedAndSettlingNeverAlreadySo()
    {
        await using var server = Resolving(Reply.Json("""{"bulkActionId":"ba-1","pausedCount":0,"erroredCount":0}""", 200, "Date: Sun, 01 Mar 2026 11:59:58 GMT"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Run);

        Assert.Equal((ControlOutcome.Applied, true, null, "ba-1"), (result.Outcome, result.IsSettling, result.ResolvedCount, result.BulkActionId));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 11, 59, 58, TimeSpan.Zero), result.AcceptedAt);
        Assert.Equal(1, server.Requests.Count(request => request.Path == Path));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_AnswerLostAfterTheWork_IsALowerBound()
    {
        await using var server = Resolving(Reply.Reset, Counts(0, 0));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((ControlOutcome.Applied, 0L, true), (result.Outcome, result.ResolvedCount, result.IsLowerBound));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_AnswerLostWhileTheBacklogFalls_WaitsUntilItStops()
    {
        var looks = new Queue<string[]>([["1", "2", "3"], ["2", "3"], ["3"], ["3"]]);
        await using var server = new ScriptedServer(request => request.Path switch
        {
            Path => request.Number == 1 ? Reply.Reset : Counts(1, 0),
            "/api/v1/search/all_automation_executions" => Search(looks.Dequeue()),
            _ => Automation(isTripped: true),
        });
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((1L, true, 2), (result.ResolvedCount, result.IsLowerBound, result.Attempts));
        Assert.Empty(looks);
        Assert.Equal([1, 2, 4, 8], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_NoProgressTwice_IsPartial()
    {
        await using var server = Resolving(Counts(10, 3), Counts(0, 3), Counts(0, 3), Counts(3, 0));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((ControlOutcome.Partial, 10L, 3L, 3), (result.Outcome, result.ResolvedCount, result.ErroredCount, result.Rounds.Count));
        Assert.Null(result.Cause);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_ProgressEveryRound_StopsAfterTen()
    {
        await using var server = Resolving([.. Enumerable.Range(1, 20).Select(round => Counts(1, 100 - round))]);
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((ControlOutcome.Partial, 10L, 90L), (result.Outcome, result.ResolvedCount, result.ErroredCount));
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30, 30], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_SecondRoundForbidden_IsPartialWithTheCause()
    {
        await using var server = Resolving(Counts(237, 3), Reply.Json("""{"code":7,"message":"no","details":[]}""", 403));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((ControlOutcome.Partial, 237L, 3L), (result.Outcome, result.ResolvedCount, result.ErroredCount));
        Assert.Equal(RefusalReason.Permission, Assert.IsType<ControlCallRefusedException>(result.Cause!.Exception).Reason);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_SecondRoundLost_IsUnknownWithTheTotals()
    {
        await using var server = Resolving(Counts(237, 3), Reply.Reset);
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" }));

        Assert.True(exception.SafeToRepeat);
        Assert.Equal(new ResolvePausedTotals { Rounds = 1, ResolvedCount = 237, ErroredCount = 3, IsLowerBound = true }, exception.Details.Totals);
        Assert.Contains("at least 237", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_CancelledInTheSecondRound_TellsALowerBound()
    {
        var hang = Reply.Hang();
        await using var server = Resolving(Counts(237, 3), hang);
        using var client = TestClients.ConductorOne(server.Url, _clock);
        using var cancellation = new CancellationTokenSource();

        var call = client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" }, cancellationToken: cancellation.Token);
        await hang.Written.Task;
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => call);

        Assert.Equal((ControlOutcome.Unknown, true), (exception.Outcome, exception.SafeToRepeat));
        Assert.Equal(new ResolvePausedTotals { Rounds = 1, ResolvedCount = 237, ErroredCount = 3, IsLowerBound = true }, exception.Details.Totals);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_CancelledBetweenRounds_TellsWhatWasSettledAndThatAskingAgainIsSafe()
    {
        await using var server = Resolving(Counts(237, 3));
        using var client = TestClients.ConductorOne(server.Url, _clock);
        using var cancellation = new CancellationTokenSource();
        var options = new ResolvePausedOptions { Progress = new DirectProgress(_ => cancellation.Cancel()) };

        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(
            () => client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Run, options, cancellationToken: cancellation.Token));

        Assert.Equal((ControlOutcome.Partial, true), (exception.Outcome, exception.SafeToRepeat));
        Assert.StartsWith("Cancelled between two rounds of resolving the paused executions of automation 'aut_runaway' at ConductorOne. ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Asking again is safe.", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests, request => request.Path == Path);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_BacklogIsWatched_AsksForWhatThisAutomationHasPaused()
    {
        await using var server = Resolving(Reply.Reset, Counts(0, 0));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.All(server.Requests.Where(request => request.Path == "/api/v1/search/all_automation_executions"), search =>
        {
            Assert.Contains($"\"{Id}\"", search.Body, StringComparison.Ordinal);
            Assert.Contains("\"AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER\"", search.Body, StringComparison.Ordinal);
        });
        Assert.Contains(server.Requests, request => request.Path == "/api/v1/search/all_automation_executions");
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_CancelledWhileTheBacklogIsWatched_IsThatCallCancelled()
    {
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(request => request.Path == Path ? Reply.Reset : hang);
        using var client = TestClients.ConductorOne(server.Url, _clock);
        using var cancellation = new CancellationTokenSource();

        var call = client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" }, cancellationToken: cancellation.Token);
        await hang.Written.Task;
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => call);

        Assert.Equal((ControlOutcome.Unknown, true, "resolve-paused"), (exception.Outcome, exception.SafeToRepeat, exception.Details.Operation));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_SecondRoundNotApplied_TotalsAreExact()
    {
        await using var server = Resolving(Counts(237, 3), Reply.Json("{}", 429));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((ControlOutcome.Partial, 237L, 3L, false), (result.Outcome, result.ResolvedCount, result.ErroredCount, result.IsLowerBound));
        Assert.IsType<ControlCallNotAppliedException>(result.Cause!.Exception);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_BacklogGoesOnFalling_IsNotWatchedPastTheDeadline()
    {
        var looks = 0;
        await using var server = new ScriptedServer(request => request.Path switch
        {
            Path => Reply.Reset,
            "/api/v1/search/all_automation_executions" => Search([.. Enumerable.Range(looks++, 50).Select(id => $"{id}")]),
            _ => Automation(isTripped: true),
        });
        var clock = new TurnedClock(timeLimitFrom: TimeSpan.FromSeconds(25));
        using var client = TestClients.ConductorOne(server.Url, clock, options => options.ResolvePaused.Deadline = TimeSpan.FromMinutes(1));

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" }));

        Assert.True(exception.SafeToRepeat);
        Assert.True(clock.Waits.Sum(wait => wait.TotalSeconds) <= 60, string.Join(' ', clock.Waits));
    }

    [Theory]
    [InlineData("""{"pausedCount":240}""")]
    [InlineData("""{"pausedCount":-1,"erroredCount":0}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task ResolvePausedExecutionsAsync_AnswerThatIsNone_IsUnknownNotZero(string body)
    {
        await using var server = Resolving(Reply.Json(body));
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" }));

        Assert.True(exception.SafeToRepeat);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_ReasonOver1024Bytes_SendsNothing()
    {
        await using var server = Resolving(Counts(0, 0));
        using var client = TestClients.ConductorOne(server.Url, _clock);
        var longest = new string('é', 512);

        await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = longest });
        var sent = server.Requests.Count;
        await Assert.ThrowsAsync<ArgumentException>(() => client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = longest + "x" }));

        Assert.Equal(sent, server.Requests.Count);
    }

    /// <summary>What may have been processed stays unknown, whatever the look that was to decide about a repetition ran into.</summary>
    [Fact]
    public async Task ResolvePausedExecutionsAsync_ClientDisposedWhileLookingWhetherToRepeat_IsUnknown()
    {
        ConductorOneClient? client = null;
        await using var server = new ScriptedServer(request =>
        {
            if (request.Path.EndsWith("/resolve_paused", StringComparison.Ordinal))
            {
                return Reply.Reset;
            }

            client!.Dispose();
            return Reply.Json("""{"list":[{"automationExecution":{"id":"7"}}],"nextPageToken":""}""");
        });
        client = TestClients.ConductorOne(server.Url, new TurnedClock());

        var failure = await Assert.ThrowsAsync<ControlCallCanceledException>(
            () => client.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Run));

        Assert.Equal((ControlOutcome.Unknown, true), (failure.Outcome, failure.SafeToRepeat));
    }

    private static ScriptedServer Resolving(params Reply[] replies)
    {
        var round = 0;
        return new ScriptedServer(request => request.Path switch
        {
            Path => replies[Math.Min(round++, replies.Length - 1)],
            "/api/v1/search/all_automation_executions" => Search([]),
            _ => Automation(isTripped: true),
        });
    }

    private static Reply Counts(int resolved, int errored) => Reply.Json($$"""{"pausedCount":{{resolved}},"erroredCount":{{errored}},"bulkActionId":""}""");

    private static Reply Search(string[] ids) => Reply.Json($$"""{"list":[{{string.Join(',', ids.Select(Execution))}}],"nextPageToken":""}""");

    private static string Execution(string id) =>
        """{"automationExecution":{"id":"ID","state":"AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER"}}""".Replace("ID", id, StringComparison.Ordinal);

    private static Reply Automation(bool isTripped) => Reply.Json(isTripped
        ? """{"automation":{"id":"aut_runaway","circuitBreaker":{"observedCount":500,"threshold":100}}}"""
        : """{"automation":{"id":"aut_runaway","circuitBreaker":null}}""");

    private sealed class DirectProgress(Action<ResolvePausedProgress> report) : IProgress<ResolvePausedProgress>
    {
        public void Report(ResolvePausedProgress value) => report(value);
    }
}
