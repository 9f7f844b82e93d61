using System.Threading.Channels;
using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>
/// Writes what many callers want to write at once in one statement, so that a round trip and a sync of the disk are shared. Each caller goes on
/// when its own is durable. One statement, and no transaction over several: a process that stands still in its middle would hold up all others.
/// </summary>
/// <typeparam name="TItem">What is written.</typeparam>
internal sealed class PostgresGroup<TItem> : IAsyncDisposable
{
    private const int MostInOne = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Channel<Request> _queue = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });

    private readonly PostgresDatabase _database;
    private readonly Func<NpgsqlConnection, IReadOnlyList<TItem>, Task<IReadOnlyList<RunTarget?>>> _write;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly Task _writing;

    /// <param name="database">The database.</param>
    /// <param name="write">Writes some, and says of each how the target stands then: null where it is in others' hands.</param>
    /// <param name="patience">How long it is tried again while the database is away; zero to give up at once.</param>
    /// <param name="clock">The clock.</param>
    public PostgresGroup(
        PostgresDatabase database,
        Func<NpgsqlConnection, IReadOnlyList<TItem>, Task<IReadOnlyList<RunTarget?>>> write,
        TimeSpan patience,
        TimeProvider clock)
    {
        _database = database;
        _write = write;
        _patience = patience;
        _clock = clock;
        _writing = Task.Run(WriteAsync);
    }

    /// <exception cref="RunLostException">The target is in others' hands.</exception>
    /// <exception cref="RunJournalException">It could not be written.</exception>
    public async Task<RunTarget> WriteAsync(TItem item) => (await WriteAllAsync([item]).ConfigureAwait(false))[0] ?? throw Taken();

    /// <summary>Writes several at once.</summary>
    /// <returns>How each stands then; null for one that is in others' hands.</returns>
    /// <exception cref="RunJournalException">They could not be written.</exception>
    public Task<IReadOnlyList<RunTarget?>> WriteAllAsync(IReadOnlyList<TItem> items)
    {
        var done = new TaskCompletionSource<IReadOnlyList<RunTarget?>>(TaskCreationOptions.RunContinuationsAsynchronously);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(new Request(items, done)), this);
        return done.Task;
    }

    public static RunLostException Taken() =>
        new("Another worker has taken the target over, or this worker's lease has ended. Nothing was sent for it since.");

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var batch = new List<Request>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            for (var count = 0; count < MostInOne && _queue.Reader.TryRead(out var next); count += next.Items.Count)
            {
                batch.Add(next);
            }

            try
            {
                var written = await WriteNowAsync([.. batch.SelectMany(one => one.Items)]).ConfigureAwait(false);
                var first = 0;
                foreach (var one in batch)
                {
                    one.Done.TrySetResult([.. written.Skip(first).Take(one.Items.Count)]);
                    first += one.Items.Count;
                }
            }
#pragma warning disable CA1031 // Whoever waits is told, whatever it is.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                batch.ForEach(one => one.Done.TrySetException(exception));
            }
        }
    }

    private async Task<IReadOnlyList<RunTarget?>> WriteNowAsync(IReadOnlyList<TItem> items)
    {
        var startedAt = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await _database.UseAsync(connection => _write(connection, items), CancellationToken.None).ConfigureAwait(false);
            }
            catch (RunJournalException exception) when (exception is not RunLostException && _clock.GetElapsedTime(startedAt) < _patience)
            {
                await Task.Delay(Pause, _clock).ConfigureAwait(false);
            }
        }
    }

    private sealed record Request(IReadOnlyList<TItem> Items, TaskCompletionSource<IReadOnlyList<RunTarget?>> Done);
}
