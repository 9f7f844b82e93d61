namespace ExecutionControl.Runs;

/// <summary>
/// A worker's lease on the targets of a run, by the database's clock, renewed as long as the worker lives. Here it is held to be over a little
/// earlier than there, by what this machine's clocks say: one stands still while the machine sleeps, the other can be set.
/// </summary>
internal sealed class PostgresLease : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _length;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private readonly Task _renewing;
    private long _renewedAt;
    private DateTimeOffset _renewedAtByWall;

    /// <param name="database">The database.</param>
    /// <param name="id">The lease's id.</param>
    /// <param name="length">How long it is worth something without being renewed.</param>
    /// <param name="askedAt">When it was asked for.</param>
    /// <param name="clock">The clock.</param>
    public PostgresLease(PostgresDatabase database, long id, TimeSpan length, long askedAt, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        _length = length;
        Id = id;
        _renewedAt = askedAt;
        _renewedAtByWall = clock.GetUtcNow() - clock.GetElapsedTime(askedAt);
        _renewing = Task.Run(RenewAsync);
    }

    public long Id { get; }

    public CancellationToken Lost => _lost.Token;

    /// <summary>Whether the lease is certain to be worth something, for as long as a call takes to be sent.</summary>
    public bool IsHeld
    {
        get
        {
            if (_lost.IsCancellationRequested)
            {
                return false;
            }

            lock (_gate)
            {
                var limit = _length * 0.9;
                var byWall = _clock.GetUtcNow() - _renewedAtByWall;
                return _clock.GetElapsedTime(_renewedAt) < limit && byWall < limit;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        var pause = _length / 4;
        while (await PausedAsync(pause).ConfigureAwait(false))
        {
            var (askedAt, askedAtByWall) = (_clock.GetTimestamp(), _clock.GetUtcNow());
            try
            {
                var renewed = await _database.UseAsync(
                    connection => PostgresDatabase.ExecuteAsync(
                        connection,
                        "UPDATE execution_control.leases SET expires_at = clock_timestamp() + @length WHERE id = @id AND expires_at > clock_timestamp()",
                        _ended.Token,
                        ("id", Id),
                        ("length", _length)),
                    _ended.Token).ConfigureAwait(false);
                if (renewed == 0)
                {
                    await LoseAsync().ConfigureAwait(false);
                    return;
                }

                lock (_gate)
                {
                    (_renewedAt, _renewedAtByWall) = (askedAt, askedAtByWall);
                }

                pause = _length / 4;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (RunJournalException)
            {
                // The database may be back in time.
                pause = _length / 20;
            }

            if (!IsHeld)
            {
                await LoseAsync().ConfigureAwait(false);
                return;
            }
        }
    }

    private async Task<bool> PausedAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _clock, _ended.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private Task LoseAsync() => _lost.CancelAsync();
}
