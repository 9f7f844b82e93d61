using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Tests.Diagnostics;

public sealed class CallTelemetryTests
{
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task Call_SentTwice_IsOneSpanWithAnEventForEachAttempt()
    {
        const string Target = "700000000000000001";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ClientDiagnostics.Name,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = new ScriptedServer(Reply.Json("{}", 503), Reply.Json("{}"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await client.TerminateAutomationExecutionAsync(Target);

        var span = Assert.Single(spans, activity => (string?)activity.GetTagItem("execution_control.target") == Target);
        Assert.Equal(("ConductorOne terminate", ActivityKind.Internal), (span.DisplayName, span.Kind));
        Assert.Equal(("applied", "127.0.0.1", server.Url.Port), (span.GetTagItem("execution_control.outcome"), span.GetTagItem("server.address"), span.GetTagItem("server.port")));
        var attempts = span.Events.ToList();
        Assert.Equal(2, attempts.Count);
        Assert.Equal(503, attempts[0].Tags.Single(tag => tag.Key == "http.response.status_code").Value);
        Assert.Equal(2, attempts[1].Tags.Single(tag => tag.Key == "execution_control.attempt").Value);
    }

    [Fact]
    public async Task Calls_ByOutcome_AreCounted()
    {
        var counted = new ConcurrentQueue<(string Instrument, Dictionary<string, object?> Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == ClientDiagnostics.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => counted.Enqueue((instrument.Name, tags.ToArray().ToDictionary())));
        listener.Start();
        await using var server = new ScriptedServer(Reply.Json("{}", 503), Reply.Json("""{"code":9,"message":"no","details":[]}""", 400));
        using var client = TestClients.Kubiya(server.Url, _clock);

        await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeExecutionAsync("55555555-5555-4555-8555-555555555555"));

        Assert.Contains(counted, count => count.Instrument == "execution_control.calls" && Has(count.Tags, "kubiya", "resume") && Equals(count.Tags["execution_control.outcome"], "unknown"));
        Assert.Contains(counted, count => count.Instrument == "execution_control.retries" && Has(count.Tags, "kubiya", "resume"));
    }

    [Fact]
    public async Task Call_ThatFails_IsLoggedWithItsAttemptsAndWithoutTheToken()
    {
        var log = new ListLoggerFactory();
        await using var server = new ScriptedServer(Reply.Json("{}", 503), Reply.Json("{}"));
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.LoggerFactory = log);

        await client.TerminateAutomationExecutionAsync("839265");

        Assert.Equal(
            [
                (2, LogLevel.Warning, "Attempt 1 to terminate 839265 at ConductorOne (127.0.0.1) failed (Unclear, 503): HTTP 503"),
                (3, LogLevel.Information, "Waiting 00:00:01 before the next attempt to terminate 839265 at ConductorOne (127.0.0.1)"),
                (1, LogLevel.Information, "terminate of 839265 at ConductorOne (127.0.0.1) ended: applied after 2 attempts"),
            ],
            log.Messages);
    }

    [Fact]
    public async Task Call_Cancelled_IsLoggedAsThat()
    {
        var log = new ListLoggerFactory();
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(hang);
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.LoggerFactory = log);
        using var cancellation = new CancellationTokenSource();

        var call = client.TerminateAutomationExecutionAsync("839265", cancellationToken: cancellation.Token);
        await hang.Written.Task;
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<ControlCallCanceledException>(() => call);

        Assert.Equal(
            [
                (12, LogLevel.Information, "Attempt 1 to terminate 839265 at ConductorOne (127.0.0.1) was cancelled by the caller"),
                (1, LogLevel.Information, "terminate of 839265 at ConductorOne (127.0.0.1) ended: unknown after 1 attempts"),
            ],
            log.Messages);
    }

    [Fact]
    public async Task Call_ClientIsDisposed_TellsNothing()
    {
        const string Target = "700000000000000002";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ClientDiagnostics.Name,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var client = TestClients.ConductorOne(new Uri("http://127.0.0.1:9"), _clock);
        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.TerminateAutomationExecutionAsync(Target));

        Assert.DoesNotContain(spans, activity => (string?)activity.GetTagItem("execution_control.target") == Target);
    }

    private static bool Has(Dictionary<string, object?> tags, string service, string operation) =>
        Equals(tags["execution_control.service"], service) && Equals(tags["execution_control.operation"], operation);

    private sealed class ListLoggerFactory : ILoggerFactory, ILogger
    {
        public List<(int Event, LogLevel Level, string Message)> Messages { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add((eventId.Id, logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
