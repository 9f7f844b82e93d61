using System.Diagnostics;
using System.Globalization;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests;

/// <summary>
/// What a run costs beside a bare loop over the client, in turns on the same server, and whether its memory grows with the number of targets. No
/// assertions: a machine that is busy with other things would break them.
/// </summary>
internal static class Measurement
{
    private const int Concurrency = 16;

    public static Task RunAsync(string what, int targets, int rounds) => what switch
    {
        "overhead" => MeasureOverheadAsync(targets, rounds),
        "memory" => MeasureMemoryAsync(targets),
        _ => throw new ArgumentException($"There is no measurement '{what}': overhead and memory are.", nameof(what)),
    };

    private static async Task MeasureOverheadAsync(int targets, int rounds)
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var (bare, journaled) = (new List<Cost>(), new List<Cost>());
        for (var round = 0; round <= rounds; round++)
        {
            await world.FillAsync(running: targets);
            var bareCost = await Cost.OfAsync(() => Parallel.ForEachAsync(
                Enumerable.Range(1, targets),
                new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
                async (id, token) => await world.ConductorOne.TerminateAutomationExecutionAsync(
                    id.ToString(CultureInfo.InvariantCulture), cancellationToken: token)));
            await world.FillAsync(running: targets);
            var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, targets).Select(id => RunsWorld.Terminate(id)));
            var runCost = await Cost.OfAsync(async () =>
            {
                var results = await world.RunAsync(journal, run.Id, new ControlRunnerOptions { Concurrency = Concurrency });
                Assert.Equal(targets, results.Count(target => target.Result!.Outcome == TargetOutcome.Applied));
            });

            // The first round warms up.
            if (round > 0)
            {
                bare.Add(bareCost);
                journaled.Add(runCost);
            }

            await Console.Out.WriteLineAsync($"{(round == 0 ? "warm-up" : round)}: bare {bareCost}, run {runCost}");
        }

        var times = Median(journaled.Select(cost => cost.Seconds)) / Median(bare.Select(cost => cost.Seconds));
        var processor = Median(journaled.Select(cost => cost.Processor)) / Median(bare.Select(cost => cost.Processor));
        await Console.Out.WriteLineAsync(FormattableString.Invariant(
            $"medians of a run beside the bare loop: {times:0.00} times as long, {processor:0.00} times the processor time"));
    }

    private static async Task MeasureMemoryAsync(int targets)
    {
        // Every id is asked for again and again, so that the server's own memory stays as it is: it is in this process, too.
        const int executions = 1000;
        await using var world = await RunsWorld.StartAsync(running: executions);
        await using var journal = await world.OpenJournalAsync();
        var run = await journal.CreateAsync(new RunDescription { Plan = RunsWorld.Header() }, Targets());
        var tenth = Stopwatch.GetTimestamp();
        var count = 0;
        await foreach (var _ in new ControlRunner(journal, new QuietActor(), new ControlRunnerOptions { Concurrency = Concurrency }).RunAsync(run.Id))
        {
            if (++count % (targets / 10) == 0 || count == 10_000)
            {
                var memory = GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
                var perSecond = targets / 10 / Stopwatch.GetElapsedTime(tenth).TotalSeconds;
                await Console.Out.WriteLineAsync(FormattableString.Invariant(
                    $"{count}: managed {memory:0.0} MB, process {Environment.WorkingSet / 1048576.0:0} MB, {perSecond:0} a second"));
                tenth = count == 10_000 ? tenth : Stopwatch.GetTimestamp();
            }
        }

        async IAsyncEnumerable<PlannedTarget> Targets()
        {
            for (var id = 1; id <= targets; id++)
            {
                yield return RunsWorld.Terminate(id);
            }

            await Task.CompletedTask;
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }

    /// <summary>What something took: on a busy machine the processor's time tells more than the clock's. The server's is in it.</summary>
    private sealed record Cost(double Seconds, double Processor)
    {
        public static async Task<Cost> OfAsync(Func<Task> work)
        {
            var (startedAt, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await work();
            return new Cost(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        public override string ToString() => FormattableString.Invariant($"{Seconds:0.00} s ({Processor:0.00} s of the processor)");
    }

    /// <summary>Costs nothing itself, so that what is measured is the journal and the runner.</summary>
    private sealed class QuietActor : ITargetActor
    {
        private static readonly TargetResult _applied = new() { Outcome = TargetOutcome.Applied, Attempts = 1 };

        public async Task<TargetResult> ActAsync(RunTarget target, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return _applied;
        }

        public Task<string?> ObserveAsync(PlannedTarget target, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }
}
