namespace ExecutionControl.Runs.Tests.Support;

/// <summary>Targets of what must not be repeated, of which nobody knows whether they were done.</summary>
internal static class Unknowns
{
    /// <summary>Makes a run whose every target was intended by a process that then ended.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> MakeAsync(RunsWorld world, IRunJournal journal, int count)
    {
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, count).Select(id => RunsWorld.Resume(id)));
        await using (var work = await journal.ClaimAsync(run.Id))
        {
            foreach (var target in await work.TakeAsync(count))
            {
                await work.IntendAsync(target);
            }
        }

        Assert.Equal(count, (await world.RunAsync(journal, run.Id)).Count(target => target.Result!.Outcome == TargetOutcome.Unknown));
        return run.Id;
    }

    /// <summary>Begins to retry them and ends: one is intended and left so, one is intended and taken back, the others are not come to.</summary>
    public static async Task RetryAndEndAsync(IRunJournal journal, string run)
    {
        await using var work = await journal.ClaimAsync(run, new RunClaimOptions { RetryUnknown = true });
        var targets = await work.TakeAsync(10);
        Assert.All(targets, target => Assert.Equal((RunTargetStatus.Pending, true), (target.Status, target.WasUnknown)));
        await work.IntendAsync(targets[0]);
        await work.WithdrawAsync(await work.IntendAsync(targets[1]));
    }
}
