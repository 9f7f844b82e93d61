using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Tests.ConductorOne;

public sealed class BacklogStoreTests : IDisposable
{
    private const int Size = 5;
    private const string Runaway = "aut_1";
    private const string Other = "aut_2";

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);

    private readonly StateDatabase _database = StateDatabase.Open(file: null, TimeSpan.FromSeconds(5));

    public BacklogStoreTests() => _database.Write(session => StateSchema.EnsureCreated(session, seeding =>
    {
        foreach (var id in (string[])[Runaway, Other])
        {
            AutomationStore.Add(seeding, new AutomationRow(
                id, id, "", Enabled: true, "app", CurrentVersion: 1, BreakerMax: 1, BreakerPeriod.Hour, Now, ObservedCount: 2, Now, Now));
        }
    }));

    /// <summary>The ids of the backlog, and how many times it takes to settle it, so many ids at once at most.</summary>
    public static TheoryData<string, long[], int> Backlogs => new()
    {
        { "one after the other", Range(1, 12), 3 },
        { "exactly a batch", Range(1, 5), 1 },
        { "every second one", [1, 3, 5, 7, 9, 11, 13], 3 },
        { "far apart", [1, 1_000, 1_000_000, 9_007_199_254_740_993, long.MaxValue - 1, long.MaxValue], 2 },
        { "in two pieces", [.. Range(1, 7), .. Range(100, 7)], 3 },
        { "up to the greatest", Range(long.MaxValue - 6, 7), 2 },
    };

    [Theory]
    [MemberData(nameof(Backlogs))]
    public void Settle_WhateverTheIds_SettlesEachOnceAndNoOthers(string how, long[] ids, int batches)
    {
        AddPaused(Runaway, ids);
        long[] others = [.. ids.Select(id => id < long.MaxValue - 10 ? id + 1 : 0).Where(id => id > 0 && !ids.Contains(id))];
        AddPaused(Other, others);
        var backlog = Begin()!;
        var (seen, resolved) = (0, 0L);
        for (var batch = new BacklogBatch(0, 0, 0, IsLast: false); !batch.IsLast; seen++)
        {
            batch = Settle(backlog, batch.LastId);
            Assert.InRange(batch.Resolved, 1, Size);
            resolved += batch.Resolved;
        }

        Assert.Equal((how, ids.Length, batches), (how, (int)resolved, seen));
        Assert.Equal(ids.Order(), In(ExecutionState.Terminate));
        Assert.Equal(others.Order(), In(ExecutionState.PausedByCircuitBreaker));
        Assert.Null(Begin());
    }

    [Theory]
    [MemberData(nameof(Backlogs))]
    public void Settle_SomeFail_CountsThemAndLeavesThemPaused(string how, long[] ids, int batches)
    {
        AddPaused(Runaway, ids);
        long[] failing = [ids[1], ids[^1]];
        _database.Write(session => session.Execute(
            "UPDATE executions SET failures_left = 1 WHERE id IN ($first, $second)", ("$first", failing[0]), ("$second", failing[1])));
        var backlog = Begin()!;
        var (resolved, errored) = (0L, 0L);
        for (var batch = new BacklogBatch(0, 0, 0, IsLast: false); !batch.IsLast; batches--)
        {
            batch = Settle(backlog, batch.LastId);
            (resolved, errored) = (resolved + batch.Resolved, errored + batch.Errored);
        }

        Assert.Equal((how, ids.Length - 2, 2L, 0), (how, (int)resolved, errored, batches));
        Assert.Equal(failing, In(ExecutionState.PausedByCircuitBreaker));
        var audit = _database.Read(AuditStore.All).Single();
        Assert.Equal((ids.Length - 2L, 2L), (audit.ResolvedCount, audit.ErroredCount));
        Assert.Equal(failing, audit.FailedExecutionIds);
    }

    public void Dispose() => _database.Dispose();

    private static long[] Range(long first, int count) => [.. Enumerable.Range(0, count).Select(n => first + n)];

    private void AddPaused(string automation, long[] ids) => _database.Write(session => Array.ForEach(ids, id => ExecutionStore.Add(
        session, id, automation, version: 1, ExecutionState.PausedByCircuitBreaker, Now, Now, completed: null)));

    private Backlog? Begin()
    {
        Backlog? backlog = null;
        _database.Write(session => backlog = BacklogStore.Begin(session, Runaway, PausedDecision.Cancel, "actor", "reason", Now));
        return backlog;
    }

    private BacklogBatch Settle(Backlog backlog, long after)
    {
        BacklogBatch? batch = null;
        _database.Write(session => batch = BacklogStore.Settle(session, backlog, after, Size, Now));
        return batch!;
    }

    private List<long> In(ExecutionState state) => _database.Read(session => session.Query(
        "SELECT id FROM executions WHERE state = $state ORDER BY id", row => row.Integer("id"), ("$state", (long)state)));
}
