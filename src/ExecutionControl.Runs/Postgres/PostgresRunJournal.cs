using System.Runtime.CompilerServices;
using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>
/// A journal in a PostgreSQL database, on which any number of machines work together: targets are claimed in batches under a lease by the database's
/// clock, those of a worker that is not heard of are taken over when it ends, and one pace is shared by all.
/// </summary>
public sealed class PostgresRunJournal : IRunJournal
{
    private readonly PostgresDatabase _database;
    private readonly TimeProvider _clock;

    private PostgresRunJournal(PostgresDatabase database, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Location => _database.Location;

    /// <summary>Opens a journal; its tables, in a schema <c>execution_control</c> of their own, are made or migrated where that is needed.</summary>
    /// <param name="address">
    /// <c>postgres://user@host:5432/database</c>, or settings as Npgsql takes them. Without a password: that comes from PGPASSFILE, PGPASSWORD or a
    /// certificate.
    /// </param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>The journal.</returns>
    /// <exception cref="RunJournalException">The address is none, or the database cannot be used.</exception>
    public static async Task<PostgresRunJournal> OpenAsync(string address, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return new PostgresRunJournal(await PostgresDatabase.OpenAsync(address, cancellationToken).ConfigureAwait(false), timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public Task<RunRecord> CreateAsync(RunDescription description, IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(targets);
        return new PostgresRunCreation(_database, _clock).CreateAsync(description, targets, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RunRecord?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        var found = await ReadAsync(reading => reading.FindRunAsync(id, cancellationToken), cancellationToken).ConfigureAwait(false);
        return found?.Require(Location);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RunRecord> ListAsync(RunFilter? filter = null, CancellationToken cancellationToken = default) => _database.ReadPagesAsync(
        reading => reading.ListRunsAsync(newestFirst: true, filter?.Digest, cancellationToken)
            .Select(run => HistorySelection.Readable(run, Location, filter?.Damaged))
            .OfType<RunRecord>()
            .Where(run => HistorySelection.Holds(filter, run)),
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RunTarget> ListTargetsAsync(
        string runId, RunTargetFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        var run = await ReadAsync(reading => reading.RequireStoredAsync(runId, cancellationToken), cancellationToken).ConfigureAwait(false);
        run.Require(Location);
        await foreach (var target in _database
            .ReadPagesAsync(reading => reading.ListTargetsAsync(run.Key, runId, filter, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return target.Readable ?? throw run.Damaged(Location, target.Complaint);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HistoryRow> ListHistoryAsync(
        HistoryFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        filter ??= new HistoryFilter();
        var runs = _database.ReadPagesAsync(
            reading => filter.RunId is { } id
                ? reading.ReadRunsAsync(id, cancellationToken)
                : reading.ListRunsAsync(!filter.OldestFirst, digest: null, cancellationToken),
            cancellationToken);
        await foreach (var run in runs.Where(run => HistorySelection.Readable(run, Location, filter.Damaged) is not null).ConfigureAwait(false))
        {
            await foreach (var entry in _database.ReadPagesAsync(
                reading => reading.ListHistoryAsync(run.Key, filter.OldestFirst, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                if (HistorySelection.Readable(run, entry, Location, filter.Damaged) is { } row && HistorySelection.Holds(filter, row))
                {
                    yield return row;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IRunWork> ClaimAsync(string runId, RunClaimOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        options ??= new RunClaimOptions();
        var (key, _) = await ReadAsync(reading => reading.RequireRunAsync(runId, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (options.Verify)
        {
            (await VerifyAsync(runId, cancellationToken: cancellationToken).ConfigureAwait(false)).Require(runId, Location);
        }

        var askedAt = _clock.GetTimestamp();
        var claim = await _database.WriteAsync(connection => ClaimAsync(connection, key, options, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        var (_, run) = await ReadAsync(reading => reading.RequireRunAsync(runId, cancellationToken), cancellationToken).ConfigureAwait(false);
        run = run with { Counts = run.Counts with { Unknown = run.Counts.Unknown - claim.Retried } };
        return new PostgresRunWork(
            _database, new PostgresLease(_database, claim.Lease, options.Lease, askedAt, _clock), key, run, claim.RetriesUpTo, _clock);
    }

    /// <inheritdoc/>
    public async Task<bool> IsHeldAsync(string runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        var run = await ReadAsync(reading => reading.RequireRunAsync(runId, cancellationToken), cancellationToken).ConfigureAwait(false);
        return (await _database.UseAsync(
            connection => PostgresDatabase.ReadAllAsync(
                connection,
                "SELECT EXISTS (SELECT 1 FROM execution_control.leases WHERE run = @run AND expires_at > clock_timestamp())",
                row => row.GetBoolean(0),
                cancellationToken,
                ("run", run.Key)),
            cancellationToken).ConfigureAwait(false))[0];
    }

    /// <inheritdoc/>
    public Task<ICommandWork> BeginCommandAsync(
        RunDescription description,
        IReadOnlyList<PlannedTarget> targets,
        IReadOnlyList<TargetNote> notes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(notes);
        return new PostgresRunCreation(_database, _clock).BeginCommandAsync(description, targets, notes, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JournalVerification> VerifyAsync(
        string? runId = null, IReadOnlyList<ChainHead>? heads = null, CancellationToken cancellationToken = default) => _database.UseAsync(
        async connection =>
        {
            // One view of the whole: what somebody writes meanwhile would look as if it did not fit.
            var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var verifier = new JournalVerifier(new PostgresReading(connection, Location), heads ?? []);
                return await verifier.VerifyAsync(runId, cancellationToken).ConfigureAwait(false);
            }
        },
        cancellationToken);

    /// <summary>Closes the connections.</summary>
    /// <returns>A task that is done when they are closed.</returns>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Task<T> ReadAsync<T>(Func<PostgresReading, Task<T>> read, CancellationToken cancellationToken) =>
        _database.UseAsync(connection => read(new PostgresReading(connection, Location)), cancellationToken);

    private async Task<(long Lease, long RetriesUpTo, long Retried)> ClaimAsync(
        NpgsqlConnection connection, long run, RunClaimOptions options, CancellationToken cancellationToken)
    {
        var worker = options.WorkerName ?? RunIdentity.Worker;
        var at = _clock.GetUtcNow();
        var chain = await PostgresHistory.LockAsync(connection, run, cancellationToken).ConfigureAwait(false);
        await PostgresDatabase.ExecuteAsync(
            connection,
            "DELETE FROM execution_control.leases WHERE run = @run AND expires_at < clock_timestamp() - interval '1 hour'",
            cancellationToken,
            ("run", run)).ConfigureAwait(false);

        // While others are at work, what they have settled is not done again: once asked for is once.
        var until = (await PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT COALESCE(MIN(entries), @rows) FROM execution_control.leases WHERE run = @run AND expires_at > clock_timestamp()",
            row => row.GetInt64(0),
            cancellationToken,
            ("run", run),
            ("rows", chain.Rows)).ConfigureAwait(false))[0];
        var lease = (await PostgresDatabase.ReadAllAsync(
            connection,
            "INSERT INTO execution_control.leases (run, worker, began_at, expires_at, entries) "
            + "VALUES (@run, @worker, clock_timestamp(), clock_timestamp() + @length, @rows) RETURNING id",
            row => row.GetInt64(0),
            cancellationToken,
            ("run", run),
            ("worker", worker),
            ("length", options.Lease),
            ("rows", chain.Rows)).ConfigureAwait(false))[0];
        await PostgresDatabase.ExecuteAsync(
            connection, "UPDATE execution_control.runs SET worker = @worker WHERE key = @run", cancellationToken, ("run", run), ("worker", worker))
            .ConfigureAwait(false);
        await PostgresHistory.AppendAsync(
            connection, run, chain, [(null, HistoryChain.OfWork(at, worker, RunIdentity.User, options.RetryUnknown))], cancellationToken).ConfigureAwait(false);
        if (options.RetryNotApplied)
        {
            await ReopenAsync(connection, run, until, worker, at, cancellationToken).ConfigureAwait(false);
        }

        var retried = !options.RetryUnknown ? 0 : (await PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT COUNT(*) FROM execution_control.targets WHERE run = @run AND status = 2 AND outcome = 0 AND entry <= @until",
            row => row.GetInt64(0),
            cancellationToken,
            ("run", run),
            ("until", until)).ConfigureAwait(false))[0];
        return (lease, options.RetryUnknown ? until : 0, retried);
    }

    /// <summary>Lets targets be done again; what their outcomes were stays in the history.</summary>
    private static async Task ReopenAsync(
        NpgsqlConnection connection, long run, long until, string worker, DateTimeOffset at, CancellationToken cancellationToken)
    {
        const TargetOutcome outcome = TargetOutcome.NotApplied;
        var count = await PostgresDatabase.ExecuteAsync(
            connection,
            "UPDATE execution_control.targets SET status = 0, outcome = NULL, entry = NULL, settled_at = NULL, lease = NULL "
            + "WHERE run = @run AND status = 2 AND outcome = @outcome AND entry <= @until",
            cancellationToken,
            ("run", run),
            ("until", until),
            ("outcome", (short)outcome)).ConfigureAwait(false);
        if (count > 0)
        {
            await PostgresHistory.CountAsync(connection, run, new Dictionary<TargetOutcome, int> { [outcome] = -count }, cancellationToken)
                .ConfigureAwait(false);
            var chain = await PostgresHistory.LockAsync(connection, run, cancellationToken).ConfigureAwait(false);
            await PostgresHistory.AppendAsync(
                connection, run, chain, [(null, HistoryChain.OfReopening(at, worker, outcome, count))], cancellationToken).ConfigureAwait(false);
        }
    }
}
