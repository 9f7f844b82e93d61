using System.Diagnostics;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Benchmarks.Client;

/// <summary>What every call pays for its token while one is kept that is valid.</summary>
internal sealed class TokenBenchmark : IBenchmark
{
    private const int Times = 2_000_000;

    public string Name => "token";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        using var tokens = new CachingTokenSource(new HourlyTokens());
        var context = new TokenContext(new Uri("https://acme.conductor.one"));
        await tokens.GetTokenAsync(context, cancellationToken);
        await run.MeasureAsync(
            "a valid cached token",
            "ns",
            new Side("ours", async token =>
            {
                var startedAt = Stopwatch.GetTimestamp();
                await GetAsync(tokens, context, token);
                return Stopwatch.GetElapsedTime(startedAt).TotalNanoseconds / Times;
            }),
            Goal.AtMost(50),
            cancellationToken);
        await run.MeasureAsync(
            "a valid cached token, allocated",
            "bytes",
            new Side("ours", async token =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                await GetAsync(tokens, context, token);
                return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Times;
            }),
            Goal.AtMost(0),
            cancellationToken);
    }

    private static async ValueTask GetAsync(CachingTokenSource tokens, TokenContext context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Times; i++)
        {
            _ = await tokens.GetTokenAsync(context, cancellationToken);
        }
    }

    private sealed class HourlyTokens : ITokenSource
    {
        public ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new AccessToken("benchmark-token", DateTimeOffset.UtcNow.AddHours(1)));
    }
}
