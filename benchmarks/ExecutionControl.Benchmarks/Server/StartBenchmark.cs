using System.Diagnostics;
using System.Globalization;
using ExecutionControl.Reference;

namespace ExecutionControl.Benchmarks.Server;

/// <summary>How long <see cref="ReferenceServer.StartAsync"/> takes: the first time in a process, and after that.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    /// <summary>The word on the command line that makes this program print its own starts.</summary>
    public const string Word = "start";

    private const int Starts = 20;

    /// <summary>Enough for the code to be compiled as well as it will be.</summary>
    private const int Warming = 5;

    public string Name => "start";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var warm = new List<double>();
        await run.MeasureAsync(
            "ReferenceServer.StartAsync, the first in a process",
            "ms",
            new Side("ours", async _ =>
            {
                using var process = await ServedProcess.StartThisAsync(Word);
                var times = process.FirstLine.Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture)).ToArray();
                double[] later = [.. times.Skip(Warming).Order()];
                warm.Add(later[later.Length / 2]);
                return times[0];
            }),
            Goal.AtMost(60),
            cancellationToken);
        var next = 0;
        await run.MeasureAsync(
            "ReferenceServer.StartAsync, later ones", "ms", new Side("ours", _ => Task.FromResult(warm[next++])), Goal.AtMost(8), cancellationToken);
    }

    /// <summary>Starts servers one after another, and prints the milliseconds that each took.</summary>
    public static async Task MeasureAsync()
    {
        var times = new List<string>();
        for (var start = 0; start < Starts; start++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            await using var server = await ReferenceServer.StartAsync();
            times.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture));
        }

        Console.WriteLine(string.Join(' ', times));
    }
}
