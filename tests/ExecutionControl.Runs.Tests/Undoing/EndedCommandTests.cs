using System.Diagnostics;
using ExecutionControl.Client;
using ExecutionControl.Runs.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs.Tests.Undoing;

/// <summary>A command that is written down when it has ended.</summary>
public sealed class EndedCommandTests
{
    private static readonly TargetResult _applied = new() { Outcome = TargetOutcome.Applied, RequestId = "req-1", Message = "half a character: \ud800" };

    [Fact]
    public async Task Complete_Command_LeavesItsRow()
    {
        await using var world = await RunsWorld.StartAsync();
        var startedAt = DateTimeOffset.UtcNow.AddSeconds(-1);

        Assert.Null(await RecordAsync(world.JournalFile, TimeSpan.FromSeconds(30), startedAt));

        await using var journal = await world.OpenJournalAsync();
        var row = Assert.Single(await journal.ListHistoryAsync().ToListAsync());
        Assert.Equal((Environment.UserName, Environment.MachineName, "because"), (row.User, row.Host, row.Reason));
        Assert.Equal(("executions.pause", RunsWorld.ExecutionId(1), ControlService.Kubiya), (row.Operation, row.Target, row.Account?.Service));
        Assert.Equal(("req-1", "half a character: \uFFFD"), (row.Result!.RequestId, row.Result.Message));
        Assert.Equal("executions.resume", row.Undo?.OperationId);
        Assert.Equal(startedAt, row.StartedAt!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Empty(await journal.ListAsync().ToListAsync());
        Assert.True(Assert.Single(await journal.ListAsync(new RunFilter { WithCommands = true }).ToListAsync()).IsCommand);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Complete_JournalHeldByAnother_GivesUpInTime()
    {
        await using var world = await RunsWorld.StartAsync();
        await (await world.OpenJournalAsync()).DisposeAsync();
        await using var holder = new SqliteConnection($"Data Source={world.JournalFile};Pooling=False");
        await holder.OpenAsync();
        await using var transaction = holder.BeginTransaction(deferred: false);
        var startedAt = Stopwatch.GetTimestamp();

        var why = await RecordAsync(world.JournalFile, TimeSpan.FromMilliseconds(200), DateTimeOffset.UtcNow);

        Assert.Contains("within 0.2 s", why, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task Complete_NoJournal_SaysWhyAndDoesNotThrow()
    {
        await using var world = await RunsWorld.StartAsync();
        await File.WriteAllTextAsync(world.JournalFile, "my diary, which is no journal, and long enough to be looked at as a database would be");

        var why = await RecordAsync(world.JournalFile, TimeSpan.FromSeconds(30), DateTimeOffset.UtcNow);

        Assert.Contains("is no journal", why, StringComparison.Ordinal);
        Assert.StartsWith("my diary", await File.ReadAllTextAsync(world.JournalFile), StringComparison.Ordinal);
    }

    private static async Task<string?> RecordAsync(string file, TimeSpan limit, DateTimeOffset startedAt)
    {
        SqliteRunJournal? journal = null;
        var recorder = new CommandRecorder(
            async () => journal = await SqliteRunJournal.OpenAsync(file), new RunDescription { Plan = RunsWorld.Header("because") }, [RunsWorld.Pause(1)]);
        _ = recorder.NoteBeginning(0, startedAt);
        recorder.NoteEnd(0, _applied);
        var why = await recorder.CompleteAsync(limit);
        await (why is null ? journal!.DisposeAsync() : ValueTask.CompletedTask);
        return why;
    }
}
