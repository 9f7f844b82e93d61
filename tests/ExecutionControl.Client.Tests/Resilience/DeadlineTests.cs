using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>How long a call goes on, by the limits that are the default.</summary>
public sealed class DeadlineTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private readonly TurnedClock _clock = new();

    [Theory]
    [InlineData(120)]
    [InlineData(121)]
    public async Task PauseExecutionAsync_RetryAfterPastTheDeadline_GivesUpAtOnceAndReportsIt(int seconds)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429, $"Retry-After: {seconds}"));
        using var client = ClientWithTwoMinutes(server, out var clock);

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Execution));

        Assert.Equal((TimeSpan.FromSeconds(seconds), 429, 1), (exception.Details.RetryAfter, exception.Details.StatusCode, exception.Details.Attempts));
        Assert.Contains($"asks to wait {seconds} s", exception.Message, StringComparison.Ordinal);
        Assert.Empty(clock.Waits);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task PauseExecutionAsync_RetryAfterWithinTheDeadline_IsWaitedForInFull()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429, "Retry-After: 119"));
        using var client = ClientWithTwoMinutes(server, out var clock);

        // What is left then is a second, which this clock lets pass at once.
        await Assert.ThrowsAnyAsync<ControlCallException>(() => client.PauseExecutionAsync(Execution));

        Assert.Equal(TimeSpan.FromSeconds(119), clock.Waits[0]);
    }

    [Theory]
    [InlineData(300, 4)]
    [InlineData(301, 1)]
    public async Task PauseExecutionAsync_RetryAfterWithoutADeadline_IsWaitedForUpToFiveMinutes(int seconds, int requests)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429, $"Retry-After: {seconds}"));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Execution));

        Assert.Equal(TimeSpan.FromSeconds(seconds), exception.Details.RetryAfter);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task PauseExecutionAsync_DeadlinePassesInFlight_IsUnknownAndNotSentAgain()
    {
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(request => request.Method == "POST" ? hang : Reply.Json($$"""{"id":"{{Execution}}","status":"running"}"""));
        using var client = TestClients.Kubiya(server.Url, _clock, options => options.Retry.Deadline = TimeSpan.FromMinutes(25));

        var call = client.PauseExecutionAsync(Execution);
        await hang.Written.Task;
        _clock.Advance(TimeSpan.FromMinutes(26));
        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => call);

        Assert.Equal((true, 1, "running"), (exception.SafeToRepeat, exception.Details.Attempts, exception.Details.ObservedState));
        Assert.Equal(1, server.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task PauseExecutionAsync_CallerCancelsAfterTheAttemptTimedOut_IsCancelledNotATimeout()
    {
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(hang);
        using var cancellation = new CancellationTokenSource();
        var clock = new TurnedClock { WaitBegins = cancellation.Cancel };
        using var client = TestClients.Kubiya(server.Url, clock);

        var call = client.PauseExecutionAsync(Execution, cancellationToken: cancellation.Token);
        await hang.Written.Task;
        clock.Advance(TimeSpan.FromMinutes(31));
        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => call);

        Assert.Equal((ControlOutcome.Unknown, cancellation.Token), (exception.Outcome, exception.CancellationToken));
    }

    [Fact]
    public async Task PauseExecutionAsync_NoAnswerInTimeAndNobodyCancelled_IsNoCancellation()
    {
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(hang);
        using var client = TestClients.Kubiya(server.Url, _clock, options => options.Retry.MaxAttempts = 1);
        using var cancellation = new CancellationTokenSource();

        var call = client.PauseExecutionAsync(Execution, cancellationToken: cancellation.Token);
        await hang.Written.Task;
        _clock.Advance(TimeSpan.FromMinutes(31));
        while (server.Requests.Count < 2)
        {
            await Task.Yield();
        }

        _clock.Advance(TimeSpan.FromMinutes(31));
        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => call);

        Assert.Contains("no answer within 1800 s", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    public async Task PauseExecutionAsync_WaitIsOverAtTheDeadline_SendsNothingMore(int overrun)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429, "Retry-After: 60"));
        var clock = new TurnedClock();
        using var client = TestClients.Kubiya(server.Url, clock, options =>
        {
            options.Retry.Deadline = TimeSpan.FromMinutes(2);
            options.LoggerFactory = new AtTheWait(() => clock.Advance(TimeSpan.FromSeconds(overrun)));
        });

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Execution));

        Assert.Equal($"Could not pause execution '{Execution}' at Kubiya: the time for the call was up. Nothing changed. Asking again is safe.", exception.Message);
        Assert.Single(server.Requests);
    }

    private static KubiyaClient ClientWithTwoMinutes(ScriptedServer server, out TurnedClock clock)
    {
        var deadline = new ControlRetryOptions().Deadline;
        clock = new TurnedClock(timeLimitFrom: deadline);
        return TestClients.Kubiya(server.Url, clock, options => options.Retry.Deadline = deadline);
    }

    /// <summary>Does something when a wait begins, which is logged.</summary>
    private sealed class AtTheWait(Action act) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).StartsWith("Waiting", StringComparison.Ordinal))
            {
                act();
            }
        }

        public void Dispose()
        {
        }
    }
}
