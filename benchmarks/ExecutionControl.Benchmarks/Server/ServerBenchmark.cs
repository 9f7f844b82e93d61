using System.Globalization;

namespace ExecutionControl.Benchmarks.Server;

/// <summary>How many requests a second the reference server answers, beside servers that do less and servers that people test with.</summary>
internal sealed class ServerBenchmark : IBenchmark
{
    /// <summary>So many executions are there to be terminated once each.</summary>
    private const int Seeded = 3_000_000;

    private const long FirstSeeded = 2_000_001;

    public string Name => "server";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        if (Repository.FindProgram("wrk") is not { } program)
        {
            run.LeaveOut("the reference server's requests a second", "wrk is not on PATH");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("wrk-");
        try
        {
            var wrk = new Wrk(program, folder.FullName);
            await CompareAsync(run, wrk, cancellationToken);
            await WriteAsync(run, wrk, "new executions terminated, in memory", null, 35_000, cancellationToken);
            await WriteAsync(run, wrk, "new executions terminated, in a file", Path.Combine(folder.FullName, "state.db"), 30_000, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CompareAsync(BenchmarkRun run, Wrk wrk, CancellationToken cancellationToken)
    {
        using var ours = await ServedProcess.StartAsync("reference");
        var own = new Side("ours", token => wrk.TerminateSameAsync(ours, token));
        using (var kestrel = await ServedProcess.StartAsync("kestrel"))
        {
            await run.CompareAsync(
                "terminate, requests a second", "1/s", own, new Side("bare Kestrel", token => wrk.TerminateSameAsync(kestrel, token)), Goal.AtLeast(0.6), cancellationToken);
        }

        using (var wireMock = await ServedProcess.StartAsync("wiremock"))
        {
            await run.CompareAsync(
                "terminate, requests a second", "1/s", own, new Side("WireMock.Net", token => wrk.TerminateSameAsync(wireMock, token)), Goal.AtLeast(3), cancellationToken);
        }

        var script = Path.Combine(Repository.Root, "tests", "ExecutionControl.ConformanceTests", "node_modules", "@stoplight", "prism-cli", "dist", "index.js");
        if (!File.Exists(script))
        {
            run.LeaveOut("Prism", "npm ci --ignore-scripts --prefix tests/ExecutionControl.ConformanceTests brings it");
            return;
        }

        using var prism = await ServedProcess.StartAsync(
            "node",
            [script, "mock", Path.Combine(Repository.Root, "openapi", "conductorone.yaml"), "--host", "127.0.0.1", "--port", "0", "--verboseLevel", "info"],
            static line => line.IndexOf("Prism is listening on ", StringComparison.Ordinal) is >= 0 and var at
                ? $"{line[(at + "Prism is listening on ".Length)..].Trim()} any-token"
                : null);
        await run.CompareAsync(
            "terminate, requests a second", "1/s", own, new Side("Prism", token => wrk.TerminateSameAsync(prism, token)), Goal.AtLeast(10), cancellationToken);
    }

    private static async Task WriteAsync(BenchmarkRun run, Wrk wrk, string name, string? file, double wanted, CancellationToken cancellationToken)
    {
        string[] state = file is null ? [] : [file];
        using var server = await ServedProcess.StartAsync(["reference", Seeded.ToString(CultureInfo.InvariantCulture), .. state]);
        var next = FirstSeeded;
        await run.MeasureAsync(
            name,
            "1/s",
            new Side("ours", async token =>
            {
                var (perSecond, requests) = await wrk.TerminateNewAsync(server, next, token);

                // Each of the two threads takes every second id, and none is taken twice.
                next += (2 * requests) + 1;
                return perSecond;
            }),
            Goal.AtLeast(wanted),
            cancellationToken);
    }
}
