using ExecutionControl.Reference.Tenants;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>The background in which bulk actions are worked off, one after the other.</summary>
internal sealed partial class BulkActionRunner : ITenantWork
{
    private readonly BacklogWorker _worker;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _wakeUp;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <summary>Starts.</summary>
    /// <param name="worker">Settles the batches.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Where faults are told.</param>
    /// <param name="takesUp">Whether an earlier run may have left something unfinished, to begin with.</param>
    public BulkActionRunner(BacklogWorker worker, TimeProvider timeProvider, ILogger logger, bool takesUp)
    {
        _wakeUp = new SemaphoreSlim(takesUp ? 1 : 0);
        _worker = worker;
        _timeProvider = timeProvider;
        _logger = logger;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Says that there is new work.</summary>
    public void WakeUp() => _wakeUp.Release();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stopping.Dispose();
        _wakeUp.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _wakeUp.WaitAsync(_stopping.Token).ConfigureAwait(false);
                await WorkOffAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; the state says how far the work has come.
        }
    }

    private async Task WorkOffAsync()
    {
        try
        {
            var hasMore = true;
            while (hasMore)
            {
                await _worker.SettleBatchAsync(
                    (session, size) =>
                    {
                        var batch = BulkActionStore.SettleNext(session, size, _timeProvider.GetUtcNow());
                        hasMore = batch is not null;
                        return batch ?? BacklogBatch.Empty(0);
                    },
                    _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFault(exception);
        }
    }

    [LoggerMessage(2, LogLevel.Error, "Settling a backlog in the background failed; it is taken up again with the next bulk action or start")]
    private partial void LogFault(Exception exception);
}
