using System.Diagnostics;
using ExecutionControl.Reference.Tests.Support;
using Xunit.Abstractions;

namespace ExecutionControl.Reference.Tests.State;

public sealed class LargeBacklogTests(ITestOutputHelper output)
{
    private const long MostGrowth = 48 * 1024 * 1024;

    [Fact]
    public async Task Resolve_LargeBacklogInOneRequest_NeedsNoMoreMemoryForIt()
    {
        var paused = TestScale.Of(20_000);
        using var folder = new TemporaryFolder();
        await using var server = await ChildServer.StartAsync(folder.File("state.db"), paused);
        using var caller = server.Caller();
        await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":2}""");
        var before = server.PeakMemory;
        var watch = Stopwatch.StartNew();
        var answer = await caller.PostAsync("/api/v1/automations/aut_backlog/circuit_breaker/resolve_paused", """{"decision":2}""");
        watch.Stop();
        var after = server.PeakMemory;
        output.WriteLine($"{paused} paused executions: {watch.Elapsed.TotalSeconds:F1} s, {after / 1024 / 1024} MB at most, {(after - before) / 1024 / 1024} MB more than before");
        Assert.Equal((paused, 0), (answer.Json.GetProperty("pausedCount").GetInt32(), answer.Json.GetProperty("erroredCount").GetInt32()));
        Assert.InRange(after - before, 0, MostGrowth);
    }
}
