using System.Diagnostics;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Benchmarks.Client;

/// <summary>A warm terminate: ours, hand-written, and the plain Kiota client, against a server that costs next to nothing.</summary>
internal sealed class ClientBenchmark : IBenchmark
{
    private const string ExecutionId = "700000000000000001";
    private const string Token = "benchmark-token-of-a-usual-length-0123456789";
    private const int WarmUp = 20_000;
    private const int Calls = 4_000;
    private const int Concurrency = 64;
    private const int CallsEach = 400;

    public string Name => "client";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        using var server = new ReplyServer();
        using var client = new ConductorOneClient(new ConductorOneClientOptions { ServerUrl = server.Url, AccessToken = Token });
        using var handWritten = new HandWrittenClient(server.Url, Token);
        using var kiota = new PlainKiotaClient(server.Url, Token);
        var ours = new Caller("ours", token => client.TerminateAutomationExecutionAsync(ExecutionId, cancellationToken: token));
        var hand = new Caller("hand-written HttpClient", token => handWritten.TerminateAsync(ExecutionId, token));
        var plain = new Caller("plain Kiota client", token => kiota.TerminateAsync(ExecutionId, token));
        foreach (var caller in (Caller[])[ours, hand, plain])
        {
            await caller.CallAsync(WarmUp, cancellationToken);
        }

        await run.CompareAsync("terminate, one connection", "µs", ours.Time, hand.Time, Goal.AtMost(1.10), cancellationToken);
        await run.CompareAsync("terminate, processor time with the server's", "µs", ours.Processor, hand.Processor, goal: null, cancellationToken);
        await run.CompareAsync("terminate, allocated", "bytes", ours.Bytes, hand.Bytes, Goal.AtMost(2.5), cancellationToken);
        await run.CompareAsync("terminate, one connection", "µs", ours.Time, plain.Time, Goal.AtMost(1), cancellationToken);
        await run.CompareAsync("terminate, allocated", "bytes", ours.Bytes, plain.Bytes, Goal.AtMost(0.6), cancellationToken);
        await run.CompareAsync("terminate, 64 at once", "calls/s", ours.Throughput, hand.Throughput, Goal.AtLeast(0.90), cancellationToken);
        await run.CompareAsync("terminate, 64 at once", "calls/s", ours.Throughput, plain.Throughput, Goal.AtLeast(1), cancellationToken);
    }

    private sealed class Caller(string name, Func<CancellationToken, Task> call)
    {
        public Side Time => new(name, async cancellationToken =>
        {
            var startedAt = Stopwatch.GetTimestamp();
            await CallAsync(Calls, cancellationToken);
            return Stopwatch.GetElapsedTime(startedAt).TotalMicroseconds / Calls;
        });

        /// <summary>Tells more than the time where the machine has other things to do as well.</summary>
        public Side Processor => new(name, async cancellationToken =>
        {
            var before = Environment.CpuUsage.TotalTime;
            await CallAsync(Calls, cancellationToken);
            return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Calls;
        });

        public Side Bytes => new(name, async cancellationToken =>
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await CallAsync(Calls, cancellationToken);
            return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Calls;
        });

        public Side Throughput => new(name, async cancellationToken =>
        {
            var startedAt = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(() => CallAsync(CallsEach, cancellationToken), cancellationToken)));
            return Concurrency * CallsEach / Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        });

        public async Task CallAsync(int times, CancellationToken cancellationToken)
        {
            for (var i = 0; i < times; i++)
            {
                await call(cancellationToken);
            }
        }
    }
}
