namespace ExecutionControl.Runs;

/// <summary>The pace that all workers of a run go by, a row of the database for the run and for each account.</summary>
/// <param name="database">The database.</param>
/// <param name="run">The run's key.</param>
/// <param name="clock">The clock.</param>
internal sealed class PostgresPace(PostgresDatabase database, long run, TimeProvider clock) : ISharedPace
{
    /// <summary>How long it is taken for granted that no gate has closed elsewhere.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    /// <summary>A service that asks to be left alone for longer than some minutes stops its account.</summary>
    private static readonly TimeSpan LongestGate = TimeSpan.FromHours(1);

    /// <summary>Turns can be hours apart, and many workers each have their next one.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromDays(366);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long ReadAt, long OpensAt)> _gates = new(StringComparer.Ordinal);

    public async Task<TimeSpan> ReserveAsync(string key, int count, TimeSpan interval, CancellationToken cancellationToken = default) =>
        count > 0
            ? await TakeTurnsAsync(key, interval * count, cancellationToken).ConfigureAwait(false)
            : await LookAsync(key, cancellationToken).ConfigureAwait(false);

    public async Task CloseAsync(string key, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        await WriteAsync(
            "INSERT INTO execution_control.paces (run, account, next_turn, opens_at) VALUES (@run, @key, clock_timestamp(), clock_timestamp() + @time) "
            + "ON CONFLICT (run, account) DO UPDATE SET opens_at = GREATEST(paces.opens_at, excluded.opens_at) RETURNING 0::float8",
            key,
            wait,
            cancellationToken).ConfigureAwait(false);
        Note(key, wait);
    }

    private async Task<TimeSpan> TakeTurnsAsync(string key, TimeSpan time, CancellationToken cancellationToken)
    {
        var seconds = await WriteAsync(
            "INSERT INTO execution_control.paces (run, account, next_turn, opens_at) VALUES (@run, @key, clock_timestamp() + @time, clock_timestamp()) "
            + "ON CONFLICT (run, account) DO UPDATE SET next_turn = GREATEST(paces.next_turn, clock_timestamp()) + @time "
            + "RETURNING EXTRACT(EPOCH FROM next_turn - @time - clock_timestamp())::float8",
            key,
            time,
            cancellationToken).ConfigureAwait(false);
        return Plausible(seconds, LongestTurn);
    }

    private async Task<TimeSpan> LookAsync(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_gates.TryGetValue(key, out var known) && clock.GetElapsedTime(known.ReadAt) < Fresh)
            {
                return Left(known.OpensAt);
            }

            // One asks for all that come meanwhile.
            _gates[key] = (clock.GetTimestamp(), _gates.GetValueOrDefault(key).OpensAt);
        }

        var found = await database.UseAsync(
            connection => PostgresDatabase.ReadAllAsync(
                connection,
                "SELECT EXTRACT(EPOCH FROM opens_at - clock_timestamp())::float8 FROM execution_control.paces WHERE run = @run AND account = @key",
                row => row.GetDouble(0),
                cancellationToken,
                ("run", run),
                ("key", key)),
            cancellationToken).ConfigureAwait(false);
        return Note(key, Plausible(found is [var seconds] ? seconds : 0, LongestGate));
    }

    /// <exception cref="RunJournalException">Nobody of us has made it so long: who waited for it would wait for ever.</exception>
    private static TimeSpan Plausible(double seconds, TimeSpan longest) => seconds <= longest.TotalSeconds
        ? TimeSpan.FromSeconds(Math.Max(0, seconds))
        : throw new RunJournalException(
            "When the run's next call may begin, as its journal has it, was edited by hand, or is damaged. Nothing was sent since. "
            + "Delete the rows of the run from execution_control.paces: they are made anew.");

    private TimeSpan Note(string key, TimeSpan left)
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            _gates[key] = (now, now + (long)(left.TotalSeconds * clock.TimestampFrequency));
        }

        return left;
    }

    private TimeSpan Left(long opensAt)
    {
        var left = clock.GetElapsedTime(clock.GetTimestamp(), opensAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Changes a row that all workers want, without waiting for the disk: a turn that is lost with the database harms nobody.</summary>
    private async Task<double> WriteAsync(string text, string key, TimeSpan time, CancellationToken cancellationToken) => (await database.UseAsync(
        connection => PostgresDatabase.ReadAllAsync(
            connection,
            $"{text}, set_config('synchronous_commit', 'off', true)",
            row => row.GetDouble(0),
            cancellationToken,
            ("run", run),
            ("key", key),
            ("time", time)),
        cancellationToken).ConfigureAwait(false))[0];
}
