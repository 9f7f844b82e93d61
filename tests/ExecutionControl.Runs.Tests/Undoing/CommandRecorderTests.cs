using System.Diagnostics;
using ExecutionControl.Runs.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs.Tests.Undoing;

/// <summary>A command that is written down while it goes on.</summary>
public sealed class CommandRecorderTests
{
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(30);
    private static readonly TargetResult _applied = new() { Outcome = TargetOutcome.Applied };

    [Fact]
    public async Task Note_Beginning_IsDurableWhenItIsAwaitedAndOpenUntilTheEnd()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var recorder = Of(() => Task.FromResult<IRunJournal>(journal), RunsWorld.Pause(1), RunsWorld.Pause(2), RunsWorld.Pause(3));

        await recorder.NoteBeginning(0, DateTimeOffset.UtcNow);
        await recorder.NoteBeginning(1, DateTimeOffset.UtcNow);
        var during = await journal.ListHistoryAsync().ToListAsync();
        var counts = Assert.Single(await journal.ListAsync(new RunFilter { WithCommands = true }).ToListAsync()).Counts;
        Assert.Empty((await journal.VerifyAsync()).Findings);
        recorder.NoteEnd(0, _applied);
        recorder.NoteEnd(1, _applied with { Outcome = TargetOutcome.Refused });
        recorder.NoteEnd(2, TargetResult.NotSent("Interrupted."));
        Assert.Null(await recorder.CompleteAsync(_long));

        Assert.Equal([(2L, true), (1L, true)], during.Select(row => (row.Ordinal!.Value, row.IsOpen)));
        Assert.Equal("executions.resume", during[0].Undo?.OperationId);
        Assert.Equal(new RunCounts { Total = 3 }, counts);
        Assert.Equal(
            [TargetOutcome.NotSent, TargetOutcome.Refused, TargetOutcome.Applied],
            await journal.ListHistoryAsync().Select(row => row.Result!.Outcome).ToListAsync());
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Complete_NoCallWasBegun_OpensNoJournal()
    {
        var recorder = Of(() => throw new InvalidOperationException("It was opened."), RunsWorld.Pause(1));

        recorder.NoteEnd(0, TargetResult.NotSent("No."));

        Assert.Null(await recorder.CompleteAsync(_long));
    }

    [Fact]
    public async Task Note_TheJournalCannotBeUsed_IsToldAtTheEndAlone()
    {
        var recorder = Of(() => throw new RunJournalException("No room."), RunsWorld.Pause(1));

        await recorder.NoteBeginning(0, DateTimeOffset.UtcNow);
        recorder.NoteEnd(0, _applied);

        Assert.Equal("No room.", await recorder.CompleteAsync(_long));
    }

    [Fact]
    public async Task Complete_JournalHeldByAnother_GivesUpInTime()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await SqliteRunJournal.OpenAsync(world.JournalFile, new SqliteRunJournalOptions { Patience = TimeSpan.FromSeconds(2) });
        await using var holder = new SqliteConnection($"Data Source={world.JournalFile};Pooling=False");
        await holder.OpenAsync();
        await using var transaction = holder.BeginTransaction(deferred: false);
        var recorder = Of(() => Task.FromResult<IRunJournal>(journal), RunsWorld.Pause(1));
        var startedAt = Stopwatch.GetTimestamp();

        _ = recorder.NoteBeginning(0, DateTimeOffset.UtcNow);
        var why = await recorder.CompleteAsync(TimeSpan.FromMilliseconds(200));

        Assert.Contains("within 0.2 s", why, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task Note_ManyAtOnce_AreWrittenTogether()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var isOpened = new TaskCompletionSource<IRunJournal>();
        var recorder = Of(() => isOpened.Task, [.. Enumerable.Range(1, 500).Select(RunsWorld.Pause)]);
        var written = Enumerable.Range(0, 500).Select(index => recorder.NoteBeginning(index, DateTimeOffset.UtcNow)).ToList();
        Parallel.For(0, 500, index => recorder.NoteEnd(index, _applied));

        isOpened.SetResult(journal);
        await Task.WhenAll(written);
        Assert.Null(await recorder.CompleteAsync(_long));

        Assert.Equal(500, await journal.ListHistoryAsync().CountAsync());
        Assert.Equal(1001, (await journal.VerifyAsync()).Rows);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    private static CommandRecorder Of(Func<Task<IRunJournal>> openAsync, params PlannedTarget[] targets) =>
        new(openAsync, new RunDescription { Plan = RunsWorld.Header("because") }, targets);
}
