using System.Diagnostics;
using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Postgres;

/// <summary>Workers in processes of their own on one run, of which some die, one sleeps past its lease, and under which the database goes away.</summary>
/// <param name="server">A server that nobody else uses.</param>
public sealed class PostgresWorkerTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task Work_FourProcessesTwoKilledOneFrozen_DoEachTargetOnce()
    {
        var targets = TestScale.Of(1000);
        await using var world = await RunsWorld.StartAsync(running: targets);

        // Slow enough that all four are still at work when two are killed, however late one of them has started.
        world.Server.Faults.Add(new FaultRule
        {
            Operation = OperationNames.TerminateAutomationExecution,
            LatencyFrom = TimeSpan.FromMilliseconds(60),
            LatencyTo = TimeSpan.FromMilliseconds(60),
        });
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, targets).Select(id => RunsWorld.Terminate(id)));
        await using var first = Start(world, run.Id, address);
        await using var second = Start(world, run.Id, address);
        await using var frozen = Start(world, run.Id, address);
        await using var last = Start(world, run.Id, address);
        await Task.WhenAll(first.PrintedAsync(targets / 20), second.PrintedAsync(targets / 20), frozen.PrintedAsync(targets / 20));

        frozen.Freeze();
        first.Kill();
        second.Kill();
        var startedAt = Stopwatch.GetTimestamp();
        await last.EndedAsync();

        // On a machine that is busy with other things a worker may lose so short a lease: then the next one finishes.
        for (var another = 0; another < 3 && (await journal.FindAsync(run.Id))!.Counts.Left > 0; another++)
        {
            await using var next = Start(world, run.Id, address);
            await next.EndedAsync();
        }

        var taken = Stopwatch.GetElapsedTime(startedAt);
        frozen.Wake();
        await frozen.EndedAsync();

        Assert.StartsWith("lost ", frozen.Lines[^1], StringComparison.Ordinal);
        Assert.True(taken > TimeSpan.FromSeconds(1), "Nobody had anything to take over.");
        var handled = world.HandledByTarget(OperationNames.TerminateAutomationExecution);
        Assert.Equal(targets, handled.Count);
        Assert.All(handled, target => Assert.Equal(1, target.Value));
        Assert.Equal(new RunCounts { Total = targets, Applied = targets }, (await journal.FindAsync(run.Id))!.Counts);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Work_DatabaseStoppedAndStarted_SaysSoAndCanBeResumed()
    {
        var targets = TestScale.Of(600);
        await using var world = await RunsWorld.StartAsync(agentRuns: targets);
        var address = await server.CreateDatabaseAsync();
        string id;
        await using (var journal = await PostgresRunJournal.OpenAsync(address))
        {
            id = (await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, targets).Select(number => RunsWorld.Resume(number)))).Id;
        }

        await using var worker = Start(world, id, address);
        await worker.PrintedAsync(targets / 4);
        await server.StopAsync();
        await server.StartAsync();
        await worker.EndedAsync();

        // A lease that a busy machine cannot lose: nobody has to take over from this one.
        await using var resumed = Start(world, id, address, lease: 60);
        await resumed.EndedAsync();

        Assert.StartsWith("failed The journal postgres://", worker.Lines[^1], StringComparison.Ordinal);
        Assert.Equal("done", resumed.Lines[^1]);
        Assert.All(world.HandledByTarget(OperationNames.ResumeAgentRun), target => Assert.Equal(1, target.Value));
        await using var after = await PostgresRunJournal.OpenAsync(address);
        var counts = (await after.FindAsync(id))!.Counts;
        Assert.Equal((0, targets), (counts.Left, counts.Applied + counts.Unknown));
        Assert.InRange(counts.Unknown, 0, 16);
        await foreach (var target in after.ListTargetsAsync(id, new RunTargetFilter { Outcomes = new HashSet<TargetOutcome> { TargetOutcome.Applied } }))
        {
            var number = long.Parse(target.Planned.Id, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(2, world.Server.State.AgentRun(number).PromptCount);
        }

        Assert.Empty((await after.VerifyAsync()).Findings);
    }

    private static WorkerProcess Start(RunsWorld world, string run, string address, int lease = 3) =>
        WorkerProcess.Start(WorkerProcess.Dotnet, WorkerProcess.Arguments(world, run, address, $"lease={lease}", "concurrency=4"));
}
