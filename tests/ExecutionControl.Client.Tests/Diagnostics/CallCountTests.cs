using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Diagnostics;

/// <summary>The metrics say what calls came to as a whole, and count rounds and looks apart from them.</summary>
public sealed class CallCountTests : IDisposable
{
    private const string Closed = """{"automation":{"id":"aut_1"}}""";
    private const string Tripped = """{"automation":{"id":"aut_1","circuitBreaker":{"trippedAt":"2026-03-01T11:00:00Z"}}}""";

    // Counters are the process's: what other tests count at the same time comes from other flows of execution.
    private static readonly AsyncLocal<ConcurrentQueue<string>?> Counted = new();

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _counts = new();
    private readonly TurnedClock _clock = new();

    public CallCountTests()
    {
        Counted.Value = _counts;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ClientDiagnostics.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            var values = tags.ToArray().ToDictionary();
            if (ReferenceEquals(Counted.Value, _counts) && values.TryGetValue("execution_control.outcome", out var outcome))
            {
                _counts.Enqueue($"{instrument.Name["execution_control.".Length..]} {values["execution_control.operation"]} {outcome}");
            }
        });
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(0, 0, "already_so", 1)]
    [InlineData(240, 0, "applied", 1)]
    [InlineData(240, 3, "partial", 3)]
    public async Task ResolvePausedExecutionsAsync_EndsSo_IsCountedOnceAsWhatItCameToAndItsRoundsApart(int settled, int errored, string outcome, int rounds)
    {
        await using var server = new ScriptedServer(request => request.Method == "GET"
            ? Reply.Json(Tripped)
            : Reply.Json($$"""{"pausedCount":{{settled}},"erroredCount":{{errored}}}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run);

        Assert.Equal(
            [$"calls resolve_paused {outcome}", "looks get_automation applied", .. Enumerable.Repeat("rounds resolve_paused applied", rounds)],
            _counts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_ALaterRoundRefused_IsCountedAsPartial()
    {
        var posts = 0;
        await using var server = new ScriptedServer(request => request.Method == "GET"
            ? Reply.Json(Tripped)
            : ++posts == 1 ? Reply.Json("""{"pausedCount":5,"erroredCount":3}""") : Reply.Json("""{"code":7,"message":"no","details":[]}""", 403));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run);

        Assert.Equal(
            ["calls resolve_paused partial", "looks get_automation applied", "rounds resolve_paused applied", "rounds resolve_paused refused"],
            _counts.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Closed, "already_so")]
    [InlineData(Tripped, "applied")]
    public async Task ClearCircuitBreakerAsync_EndsSo_IsCountedAsWhatItCameTo(string before, string outcome)
    {
        await using var server = new ScriptedServer(request => Reply.Json(request.Method == "GET" ? before : "{}"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await client.ClearCircuitBreakerAsync("aut_1");

        Assert.Equal([$"calls clear_breaker {outcome}", "looks get_automation applied"], _counts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ClearCircuitBreakerAsync_Refused_IsCountedOnce()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"code":5,"message":"no","details":[]}""", 404));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.ClearCircuitBreakerAsync("aut_1"));

        Assert.Equal(["calls clear_breaker refused", "looks get_automation refused"], _counts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_SettledByALook_IsCountedAsApplied()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST"
            ? Reply.Close
            : Reply.Json("""{"automationExecution":{"id":"1","state":"AUTOMATION_EXECUTION_STATE_TERMINATE"}}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        await client.TerminateAutomationExecutionAsync("1");

        Assert.Equal(["calls terminate applied"], _counts.Where(count => count.StartsWith("calls", StringComparison.Ordinal)));
    }
}
