using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Journals;

/// <summary>What a process takes of a run in a file that others have worked on before.</summary>
public sealed class TakingTests
{
    /// <summary>Little is asked of a target that nobody has touched, and everything of any other: all are as they stand in the journal.</summary>
    [Fact]
    public async Task Take_TargetsOfEveryKind_AreAsTheyStand()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(
            journal,
            RunsWorld.Terminate(1),
            RunsWorld.Resume(2),
            RunsWorld.Pause(3),
            RunsWorld.Terminate(4) with { SkipReason = "it is over" },
            RunsWorld.Terminate(5),
            RunsWorld.Disable("aut_ä", "enabled"),
            RunsWorld.Terminate(7),
            RunsWorld.Terminate(8));
        await using (var first = await journal.ClaimAsync(run.Id))
        {
            var taken = await first.TakeAsync(8);
            await first.IntendAllAsync([taken[4], taken[5]]);
            await first.WithdrawAsync(await first.IntendAsync(taken[6]));
            await first.SettleAsync(await first.IntendAsync(taken[7]), new TargetResult { Outcome = TargetOutcome.Applied });
        }

        await using var work = await journal.ClaimAsync(run.Id);
        var now = (await work.TakeAsync(3)).Concat(await work.TakeAsync(100)).ToList();

        Assert.Equal(await journal.ListTargetsAsync(run.Id).Where(target => target.Status != RunTargetStatus.Settled).ToListAsync(), now);
        Assert.Equal([RunTargetStatus.Intended, RunTargetStatus.Intended, RunTargetStatus.Pending], now.TakeLast(3).Select(target => target.Status));
        Assert.Equal([1, 1, 1], now.TakeLast(3).Select(target => target.Intents));
        Assert.Empty(await work.TakeAsync(100));
    }

    /// <summary>Whether there is anything to be done again is told from the numbers of the run.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Claim_OneWasNotApplied_IsTakenAgainWhereThatIsWanted(bool isWanted, int taken)
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1), RunsWorld.Terminate(2));
        await using (var first = await journal.ClaimAsync(run.Id))
        {
            var targets = await first.IntendAllAsync(await first.TakeAsync(2));
            await first.SettleAsync(targets[0], new TargetResult { Outcome = TargetOutcome.NotApplied });
            await first.SettleAsync(targets[1], new TargetResult { Outcome = TargetOutcome.Applied });
        }

        await using var work = await journal.ClaimAsync(run.Id, new RunClaimOptions { RetryNotApplied = isWanted });

        Assert.Equal(taken, (await work.TakeAsync(2)).Count);
        Assert.Equal(1 - taken, (await journal.FindAsync(run.Id))!.Counts.NotApplied);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    /// <summary>The numbers of a run say that all of it is done while what was unknown is tried again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_UnknownTriedAgain_TheLockGoesWhenNothingIsLeft(bool isSettled)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Resume(1));
        var held = $"{journal.Location}.{run.Id}.lock";
        await using (var work = await journal.ClaimAsync(run.Id))
        {
            await work.SettleAsync(await work.IntendAsync((await work.TakeAsync(1))[0]), new TargetResult { Outcome = TargetOutcome.Unknown });
        }

        Assert.False(File.Exists(held));
        await using (var work = await journal.ClaimAsync(run.Id, new RunClaimOptions { RetryUnknown = true }))
        {
            var again = await work.IntendAsync((await work.TakeAsync(1))[0]);
            Assert.True(again.WasUnknown);
            if (isSettled)
            {
                await work.SettleAsync(again, new TargetResult { Outcome = TargetOutcome.Applied });
            }
        }

        Assert.Equal(!isSettled, File.Exists(held));
    }
}
