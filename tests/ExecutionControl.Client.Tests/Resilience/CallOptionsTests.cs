using System.Diagnostics;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Diagnostics;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Waiting;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>What one call goes by in place of the client's options.</summary>
public sealed class CallOptionsTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task Call_MaxAttempts_AreMadeAtMost()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429));
        using var client = TestClients.Kubiya(server.Url, _clock);
        var options = new CallOptions { MaxAttempts = 2 };

        foreach (var call in (Func<Task>[])
        [
            () => client.PauseExecutionAsync(Id, options),
            () => client.GetExecutionAsync(Id, options),
            () => client.ListExecutionsAsync(callOptions: options).CountAsync().AsTask(),
        ])
        {
            Assert.Equal(2, (await Assert.ThrowsAsync<ControlCallNotAppliedException>(call)).Details.Attempts);
        }

        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task Call_EndsWhenRateLimited_IsReportedAtOnceAndOnlyThat()
    {
        await using var limited = new ScriptedServer(Reply.Json("{}", 429, "Retry-After: 7"));
        await using var busy = new ScriptedServer(Reply.Json("{}", 503));
        using var client = TestClients.Kubiya(limited.Url, _clock);
        using var other = TestClients.Kubiya(busy.Url, _clock);
        var options = new CallOptions { EndsWhenRateLimited = true };

        var turnedAway = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Id, options));
        var unclear = await Assert.ThrowsAsync<ControlCallUnknownException>(() => other.PauseExecutionAsync(Id, options));

        Assert.Equal((429, 1, TimeSpan.FromSeconds(7)), (turnedAway.Details.StatusCode, turnedAway.Details.Attempts, turnedAway.Details.RetryAfter));
        Assert.Equal(4, unclear.Details.Attempts);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task Call_MaxAttempts_IsFromOneToAThousand(int attempts, bool isTaken)
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var failure = await Record.ExceptionAsync(() => client.PauseExecutionAsync(Id, new CallOptions { MaxAttempts = attempts }));

        Assert.Equal(isTaken ? null : "The option MaxAttempts must be at least 1 and at most 1000.", failure?.Message.Split(" (Parameter")[0]);
        Assert.Equal(isTaken ? 1 : 0, server.Requests.Count);
    }

    [Theory]
    [InlineData(128, '~', true)]
    [InlineData(129, '~', false)]
    [InlineData(0, '~', false)]
    [InlineData(1, '!', true)]
    [InlineData(1, ' ', false)]
    [InlineData(1, '\u007f', false)]
    public async Task Call_CorrelationId_IsVisibleAsciiOfABoundedLength(int length, char letter, bool isTaken)
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var failure = await Record.ExceptionAsync(() => client.PauseExecutionAsync(Id, new CallOptions { CorrelationId = new string(letter, length) }));

        Assert.Equal(
            isTaken ? null : "The option CorrelationId must be 1 to 128 visible ASCII characters, without a space.",
            failure?.Message.Split(" (Parameter")[0]);
        Assert.Equal(isTaken ? 1 : 0, server.Requests.Count);
    }

    [Theory]
    [InlineData(5, null, 3)]
    [InlineData(null, 5, 3)]
    [InlineData(1, 5, 3)]
    [InlineData(5, -1, 4)]
    public async Task Call_Deadline_IsTheCallsOwnWhereItHasOne(int? clientSeconds, int? callSeconds, int attempts)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429));
        using var client = TestClients.Kubiya(server.Url, _clock, options => options.Retry.Deadline = Seconds(clientSeconds));

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(
            () => client.PauseExecutionAsync(Id, new CallOptions { Deadline = Seconds(callSeconds) }));

        Assert.Equal(attempts, exception.Details.Attempts);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_Options_BoundItsRoundsAndTheAttemptsOfEach()
    {
        await using var server = new ScriptedServer(request => request.Method == "GET"
            ? Reply.Json("{}", 404)
            : Reply.Json($$"""{"pausedCount":1,"erroredCount":{{100 - request.Number}}}"""));
        await using var busy = new ScriptedServer(Reply.Json("{}", 429));
        using var client = TestClients.ConductorOne(server.Url, _clock);
        using var turnedAway = TestClients.ConductorOne(busy.Url, _clock);

        var timed = await client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run, callOptions: new CallOptions { Deadline = Seconds(5) });
        await Assert.ThrowsAsync<ControlCallNotAppliedException>(
            () => turnedAway.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run, callOptions: new CallOptions { MaxAttempts = 2 }));

        Assert.Equal((ControlOutcome.Partial, 3), (timed.Outcome, timed.Rounds.Count));
        Assert.Equal(2, busy.Requests.Count);
    }

    [Fact]
    public async Task WaitAsync_MaxAttempts_AreMadeOfEachLook()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var result = await client.WaitAsync(Accepted.Command(Id, KubiyaExecutionCommand.Pause), TimeSpan.Zero, new CallOptions { MaxAttempts = 3 });

        Assert.Equal((WaitOutcome.StillInFlight, 3, 3), (result.Outcome, result.LastFailure!.Details.Attempts, server.Requests.Count));
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(1001, null, null)]
    [InlineData(null, 0, null)]
    [InlineData(null, -2, null)]
    [InlineData(null, 25 * 24 * 3600, null)]
    [InlineData(null, null, "")]
    [InlineData(null, null, "two words")]
    [InlineData(null, null, "line\r\nX-Injected: 1")]
    [InlineData(null, null, "größer")]
    [InlineData(null, null, "129 characters")]
    public async Task Call_OptionOutOfItsBounds_IsRefusedWithItsNameAndNothingIsSent(int? attempts, int? seconds, string? correlationId)
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        using var client = TestClients.Kubiya(server.Url, _clock);
        var options = new CallOptions
        {
            MaxAttempts = attempts,
            Deadline = seconds == -2 ? TimeSpan.FromTicks(-2) : Seconds(seconds),
            CorrelationId = correlationId == "129 characters" ? new string('x', 129) : correlationId,
        };
        var name = attempts is not null ? "MaxAttempts" : seconds is not null ? "Deadline" : "CorrelationId";

        foreach (var call in (Func<Task>[])
        [
            () => client.PauseExecutionAsync(Id, options),
            () => client.WaitAsync(Accepted.Command(Id, KubiyaExecutionCommand.Pause), TimeSpan.Zero, options),
            () => Task.FromResult(client.ListExecutionsAsync(callOptions: options)),
        ])
        {
            Assert.Equal(name, (await Assert.ThrowsAnyAsync<ArgumentException>(call)).ParamName);
        }

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Call_CorrelationId_GoesWithEveryRequestAndStandsInSpansAndMessages()
    {
        const string Correlation = "ticket-4711/a";
        await using var server = new ScriptedServer(request => Reply.Json("{}", request.Method == "POST" ? 500 : 404));
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ClientDiagnostics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (Equals(span.GetTagItem("server.port"), server.Url.Port))
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var log = new LoggedMessages();
        using var client = TestClients.Kubiya(server.Url, _clock, options => (options.LoggerFactory, options.Retry.MaxAttempts) = (log, 2));

        await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.PauseExecutionAsync(Id, new CallOptions { CorrelationId = Correlation }));

        Assert.Equal(["POST", "POST", "GET"], server.Requests.Select(request => request.Method));
        Assert.All(server.Requests, request => Assert.Equal(Correlation, request.Headers["X-Correlation-ID"]));
        Assert.Equal(2, spans.Count);
        Assert.All(spans, span => Assert.Equal(Correlation, span.GetTagItem("execution_control.correlation_id")));
        Assert.All(log.Messages, message => Assert.Contains(new KeyValuePair<string, object>("CorrelationId", Correlation), message.Scopes));
        Assert.NotEmpty(log.Messages);
    }

    [Fact]
    public async Task Call_NoCorrelationId_SendsNoHeader()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        using var client = TestClients.Kubiya(server.Url, _clock);

        await client.PauseExecutionAsync(Id);

        Assert.DoesNotContain("X-Correlation-ID", server.Requests[0].Headers.Keys);
    }

    private static TimeSpan? Seconds(int? seconds) => seconds switch
    {
        null => null,
        -1 => Timeout.InfiniteTimeSpan,
        { } some => TimeSpan.FromSeconds(some),
    };
}
