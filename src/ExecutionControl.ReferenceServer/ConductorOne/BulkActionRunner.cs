using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>The background in which bulk actions are worked off, one after the other.</summary>
internal sealed partial class BulkActionRunner : IAsyncDisposable
{
    private readonly BacklogWorker worker;
    private readonly TimeProvider timeProvider;
    private readonly ILogger logger;
    private readonly SemaphoreSlim wakeUp = new(1);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    /// <summary>Starts, with whatever an earlier run left unfinished.</summary>
    public BulkActionRunner(BacklogWorker worker, TimeProvider timeProvider, ILogger logger)
    {
        this.worker = worker;
        this.timeProvider = timeProvider;
        this.logger = logger;
        running = Task.Run(RunAsync);
    }

    /// <summary>Says that there is new work.</summary>
    public void WakeUp() => wakeUp.Release();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stopping.Dispose();
        wakeUp.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await wakeUp.WaitAsync(stopping.Token).ConfigureAwait(false);
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
                await worker.SettleBatchAsync(
                    (session, size) =>
                    {
                        var batch = BulkActionStore.SettleNext(session, size, timeProvider.GetUtcNow());
                        hasMore = batch is not null;
                        return batch ?? BacklogBatch.Empty(0);
                    },
                    stopping.Token).ConfigureAwait(false);
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
