using System.Diagnostics;
using System.Globalization;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests;

/// <summary>
/// What a run costs beside a bare loop over the client, in turns on the same server, which is a process of its own; and whether its memory grows
/// with the number of targets. No assertions about time: a machine that is busy with other things would break them.
/// </summary>
internal static class Measurement
{
    private const int Concurrency = 16;

    public static Task RunAsync(string what, int targets, int rounds) => what switch
    {
        "overhead" => MeasureOverheadAsync(targets, rounds),
        "memory" => MeasureMemoryAsync(targets),
        "server" => ServerProcess.ServeAsync(),
        _ => throw new ArgumentException($"There is no measurement '{what}': overhead and memory are.", nameof(what)),
    };

    private static async Task MeasureOverheadAsync(int targets, int rounds)
    {
        const int warmUps = 3;
        await using var server = await ServerProcess.StartAsync();
        using var client = server.NewClient();
        var actor = ClientTargetActor.Of(client);
        var folder = Directory.CreateTempSubdirectory("runs-").FullName;
        await using (var journal = await SqliteRunJournal.OpenAsync(Path.Combine(folder, "runs.db")))
        {
            var pairs = new List<(Cost Bare, Cost Run, double Plan)>();
            for (var round = 1 - warmUps; round <= rounds; round++)
            {
                // In turns which comes first: whatever the one leaves behind meets both alike.
                var isRunFirst = round % 2 == 0;
                var early = isRunFirst ? default : await BareAsync();
                var (run, plan) = await RunAsync();
                var bare = isRunFirst ? await BareAsync() : early!;
                if (round > 0)
                {
                    pairs.Add((bare, run, plan));
                }

                await Console.Out.WriteLineAsync(
                    $"{(round > 0 ? $"{round}" : "warm-up")}: bare {bare}; run {run}; its plan {plan:0.00} s");
            }

            Report(pairs, targets);

            async Task<Cost> BareAsync()
            {
                await server.FillAsync(targets);
                return await Cost.OfAsync(server, () => Parallel.ForEachAsync(
                    Enumerable.Range(1, targets),
                    new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
                    async (id, token) => await client.TerminateAutomationExecutionAsync(id.ToString(CultureInfo.InvariantCulture), cancellationToken: token)));
            }

            async Task<(Cost Run, double Plan)> RunAsync()
            {
                await server.FillAsync(targets);
                var startedAt = Stopwatch.GetTimestamp();
                var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, targets).Select(id => RunsWorld.Terminate(id)));
                var plan = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
                var cost = await Cost.OfAsync(server, async () =>
                {
                    var applied = 0;
                    await foreach (var target in new ControlRunner(journal, actor, new ControlRunnerOptions { Concurrency = Concurrency }).RunAsync(run.Id))
                    {
                        applied += target is { IsRecorded: true, Result.Outcome: TargetOutcome.Applied } ? 1 : 0;
                    }

                    Assert.Equal(targets, applied);
                });
                return (cost, plan);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void Report(IReadOnlyList<(Cost Bare, Cost Run, double Plan)> pairs, int targets)
    {
        Line("wall clock, s", pair => pair.Bare.Seconds, pair => pair.Run.Seconds);
        Line("with the making of the plan, s", pair => pair.Bare.Seconds, pair => pair.Run.Seconds + pair.Plan);
        Line("processor time of both processes, µs a target", pair => PerTarget(pair.Bare.Processor + pair.Bare.Server), pair => PerTarget(pair.Run.Processor + pair.Run.Server));
        Line("processor time without the server, µs a target", pair => PerTarget(pair.Bare.Processor), pair => PerTarget(pair.Run.Processor));

        Line("allocated, bytes a target", pair => pair.Bare.Bytes / targets, pair => pair.Run.Bytes / targets);

        double PerTarget(double seconds) => seconds * 1e6 / targets;

        void Line(string what, Func<(Cost Bare, Cost Run, double Plan), double> bare, Func<(Cost Bare, Cost Run, double Plan), double> run)
        {
            double[] ratios = [.. pairs.Select(pair => run(pair) / bare(pair)).Order()];
            Console.Out.WriteLine(FormattableString.Invariant(
                $"{what}: bare {Median(pairs.Select(bare)):0.00}, run {Median(pairs.Select(run)):0.00}, ratio of the medians ")
                + FormattableString.Invariant(
                    $"{Median(pairs.Select(run)) / Median(pairs.Select(bare)):0.00}, of the pairs {Median(ratios):0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00})"));
        }
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

    /// <summary>What something took: on a busy machine the processor's time tells more than the clock's.</summary>
    /// <param name="Seconds">By the clock.</param>
    /// <param name="Processor">Of the processor, in this process.</param>
    /// <param name="Server">Of the processor, in the server's.</param>
    /// <param name="Bytes">Allocated in this process.</param>
    private sealed record Cost(double Seconds, double Processor, double Server, double Bytes)
    {
        public static async Task<Cost> OfAsync(ServerProcess server, Func<Task> work)
        {
            GC.Collect();
            var serverBefore = await server.ProcessorAsync();
            var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
            var (startedAt, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await work();
            var (seconds, processor) = (Stopwatch.GetElapsedTime(startedAt).TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            var bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
            return new Cost(seconds, processor, await server.ProcessorAsync() - serverBefore, bytes);
        }

        public override string ToString() => FormattableString.Invariant($"{Seconds:0.000} s ({Processor:0.00} s of the processor, the server {Server:0.00} s)");
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
