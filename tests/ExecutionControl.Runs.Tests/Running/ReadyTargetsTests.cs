using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Running;

/// <summary>What is written down ahead of the calls, and what is not.</summary>
public sealed class ReadyTargetsTests
{
    /// <summary>A process that ended here would leave as many unknown as are under way, and no more.</summary>
    [Fact]
    public async Task Run_OfWhatMustNotBeRepeated_IntendsOnlyWhatIsBeingCalled()
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 200);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 200).Select(id => RunsWorld.Resume(id)));

        var intended = await WhileAllPlacesAreTakenAsync(world, journal, run.Id, concurrency: 4);

        Assert.Equal(4, intended);
    }

    [Fact]
    public async Task Run_OfWhatMayBeRepeated_IntendsMoreThanIsBeingCalledAndNotAll()
    {
        await using var world = await RunsWorld.StartAsync(running: 2000);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 2000).Select(id => RunsWorld.Terminate(id)));

        var intended = await WhileAllPlacesAreTakenAsync(world, journal, run.Id, concurrency: 4);

        Assert.InRange(intended, 5, 100);
    }

    /// <summary>An intent that stood would look as if something might have been sent.</summary>
    [Fact]
    public async Task Run_StoppedEarly_TakesBackEveryIntentThatWasNotCalled()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 500).Select(id => RunsWorld.Terminate(id)));
        var runner = new ControlRunner(journal, world.Actor, new ControlRunnerOptions { StopAfterFailures = 5 });

        var results = await runner.RunAsync(run.Id).ToListAsync();

        Assert.Equal(RunStopKind.TooManyFailures, runner.Stop?.Kind);
        var statuses = await journal.ListTargetsAsync(run.Id).Select(target => target.Status).ToListAsync();
        Assert.Equal(results.Count, statuses.Count(status => status == RunTargetStatus.Settled));
        Assert.DoesNotContain(RunTargetStatus.Intended, statuses);
    }

    /// <summary>Whoever watches may stand still, as a terminal does: what was done is written down meanwhile.</summary>
    [Fact]
    public async Task Run_NobodyReadsOn_WritesDownWhatWasDone()
    {
        await using var world = await RunsWorld.StartAsync(running: 900);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 900).Select(id => RunsWorld.Terminate(id)));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        await foreach (var _ in new ControlRunner(journal, world.Actor).RunAsync(run.Id))
        {
            while ((await journal.FindAsync(run.Id))!.Counts.Applied < 900)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
            }

            break;
        }

        Assert.Equal(900, (await journal.FindAsync(run.Id))!.Counts.Applied);
    }

    private static async Task<int> WhileAllPlacesAreTakenAsync(RunsWorld world, SqliteRunJournal journal, string run, int concurrency)
    {
        var places = new SemaphoreSlim(0);
        using var end = new CancellationTokenSource();
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = async (_, act) =>
            {
                places.Release();
                await Task.Delay(Timeout.Infinite, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return await act();
            },
        };
        var running = world.RunAsync(journal, run, new ControlRunnerOptions { Concurrency = concurrency }, actor);
        for (var place = 0; place < concurrency; place++)
        {
            await places.WaitAsync();
        }

        var intended = await journal.ListTargetsAsync(run, new RunTargetFilter { Status = RunTargetStatus.Intended }).CountAsync();
        await end.CancelAsync();
        await running;
        return intended;
    }
}
