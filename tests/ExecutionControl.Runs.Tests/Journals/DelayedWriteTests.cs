using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Journals;

/// <summary>What may wait to be written together with something else, where it would wait for a day.</summary>
public sealed class DelayedWriteTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Run_OutcomesMayWaitForIntents_WritesTheLastOnesWhereNoneComeAnyMore()
    {
        await using var world = await RunsWorld.StartAsync(running: 2000);
        await using var journal = OpenJournal(world);
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 2000).Select(id => RunsWorld.Terminate(id)));

        var results = await world.RunAsync(journal, run.Id).WaitAsync(TimeLimit);

        Assert.Equal(2000, results.Count(target => target is { IsRecorded: true, Result.Outcome: TargetOutcome.Applied }));
    }

    /// <summary>Whatever was kept back when it is closed is written: nothing that was done is lost.</summary>
    [Fact]
    public async Task DisposeAsync_SomethingWaits_IsWritten()
    {
        await using var world = await RunsWorld.StartAsync();
        var file = world.JournalFile;
        Task<int> waiting;
        await using (var writer = OpenWriter(file))
        {
            waiting = writer.WriteAsync(
                commands => commands.Execute("UPDATE journal SET runs = 7 WHERE id = 1"), CancellationToken.None, canWait: true);
        }

        Assert.Equal(1, await waiting.WaitAsync(TimeLimit));
        using var reading = SqliteConnections.OpenToRead(file);
        using var written = new SqliteCommands(reading);
        Assert.Equal(7, written.Number("SELECT runs FROM journal WHERE id = 1"));
    }

    private static SqliteRunJournal OpenJournal(RunsWorld world) => new(world.JournalFile, OpenWriter(world.JournalFile), TimeProvider.System);

    private static SqliteWriter OpenWriter(string file) => new(SqliteConnections.OpenToWrite(file, TimeLimit), file, TimeSpan.FromDays(1));
}
