using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>Works through a backlog within a request: one transaction for each batch, and the time that each execution takes.</summary>
internal sealed class BacklogWorker(StateDatabase database, TimeProvider timeProvider, TimeSpan timePerExecution)
{
    private const int LargestBatch = 500;
    private const int LargestBatchThatTakesTime = 25;

    private static readonly TimeSpan LongestBatch = TimeSpan.FromMilliseconds(250);

    // Where an execution takes time, watchers should see the backlog shrink and not fall in leaps.
    private readonly int _batchSize = timePerExecution > TimeSpan.Zero
        ? (int)Math.Clamp(LongestBatch / timePerExecution, 1, LargestBatchThatTakesTime)
        : LargestBatch;

    /// <summary>Settles everything in the backlog and gives the totals.</summary>
    public async Task<(long Resolved, long Errored)> SettleAsync(Backlog backlog, CancellationToken cancellationToken)
    {
        var batch = new BacklogBatch(0, 0, 0, IsLast: false);
        long resolved = 0, errored = 0;
        while (!batch.IsLast)
        {
            // The thread is the connection's, which has to notice meanwhile when the caller hangs up.
            await Task.Yield();
            batch = await SettleBatchAsync(
                (session, size) => BacklogStore.Settle(session, backlog, batch.LastId, size, timeProvider.GetUtcNow()),
                cancellationToken).ConfigureAwait(false);
            resolved += batch.Resolved;
            errored += batch.Errored;
        }

        return (resolved, errored);
    }

    /// <summary>Has one batch settled and lets the time pass that this takes.</summary>
    public async Task<BacklogBatch> SettleBatchAsync(Func<StateSession, int, BacklogBatch> settle, CancellationToken cancellationToken)
    {
        var batch = await database.WriteAsync(session => settle(session, _batchSize), StateChange.Executions, cancellationToken).ConfigureAwait(false);
        var takes = timePerExecution * (batch.Resolved + batch.Errored);
        if (takes > TimeSpan.Zero)
        {
            await Task.Delay(takes, timeProvider, cancellationToken).ConfigureAwait(false);
        }

        return batch;
    }
}
