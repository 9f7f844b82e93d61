using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using ExecutionControl.Reference;

namespace ExecutionControl.Benchmarks.Server;

/// <summary>One request that settles a large backlog in a state file.</summary>
internal sealed class BacklogBenchmark : IBenchmark
{
    public string Name => "backlog";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("backlog-");
        try
        {
            await MeasureAsync(run, folder.FullName, 100_000, Goal.AtMost(0.2), mostMegabytes: null, cancellationToken);
            await MeasureAsync(run, folder.FullName, 1_000_000, Goal.AtMost(1.5), mostMegabytes: 20, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(BenchmarkRun run, string folder, int count, Goal goal, double? mostMegabytes, CancellationToken cancellationToken)
    {
        // Seeded once: a copy of the file is the same backlog again.
        var seeded = Path.Combine(folder, $"seeded-{count}.db");
        await using (await ReferenceServer.StartAsync(new ReferenceServerOptions { StateFile = seeded, SeedPaused = count }, cancellationToken))
        {
        }

        var grown = new List<double>();
        var name = count.ToString("#,0", CultureInfo.InvariantCulture);
        await run.MeasureAsync(
            $"resolve_paused of {name} in one request",
            "s",
            new Side("ours", async token =>
            {
                var (seconds, megabytes) = await SettleAsync(folder, seeded, token);
                grown.Add(megabytes);
                return seconds;
            }),
            goal,
            cancellationToken);
        if (mostMegabytes is { } most)
        {
            var next = 0;
            await run.MeasureAsync(
                $"memory that this takes above what the server had, {name}",
                "MB",
                new Side("ours", _ => Task.FromResult(grown[next++])),
                Goal.AtMost(most),
                cancellationToken);
        }
    }

    private static async Task<(double Seconds, double Megabytes)> SettleAsync(string folder, string seeded, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "state.db");
        foreach (var old in Directory.EnumerateFiles(folder, "state.db*"))
        {
            File.Delete(old);
        }

        File.Copy(seeded, file);
        using var server = await ServedProcess.StartAsync("reference", "0", file);
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);

        // The code is warm by then, and the memory is what the server has anyway.
        await PostAsync(http, "aut_runaway", cancellationToken);
        var before = server.PeakMemory;
        var startedAt = Stopwatch.GetTimestamp();
        await PostAsync(http, "aut_backlog", cancellationToken);
        return (Stopwatch.GetElapsedTime(startedAt).TotalSeconds, (server.PeakMemory - before) / 1e6);
    }

    private static async Task PostAsync(HttpClient http, string automation, CancellationToken cancellationToken)
    {
        using var content = new StringContent("""{"decision":"PAUSED_EXECUTION_DECISION_CANCEL","reason":"benchmark"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"api/v1/automations/{automation}/circuit_breaker/resolve_paused", UriKind.Relative), content, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
