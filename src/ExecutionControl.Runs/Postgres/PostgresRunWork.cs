using System.Globalization;
using ExecutionControl.Client;
using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>A worker's hold on a run in a database: a lease, and the targets that it has claimed under it.</summary>
internal sealed class PostgresRunWork : IRunWork
{
    /// <summary>So many bytes of inputs are read ahead at most: prompts and images can be long.</summary>
    private const int MostInputAhead = 4 * 1024 * 1024;

    private const string LeftToOthers =
        "AND NOT EXISTS (SELECT 1 FROM unnest(@operations, @accounts) AS left_out (operation, account) "
        + "WHERE left_out.operation = t.operation AND left_out.account = t.account)";

    // Whoever claims it between this statement's first look and its lock has it: the row is asked for again then, the lease joined to it is not.
    private const string AsFirstSeen =
        "AND t.lease IS NOT DISTINCT FROM (SELECT seen.lease FROM execution_control.targets seen WHERE seen.run = t.run AND seen.ordinal = t.ordinal)";

    /// <summary>How often the others are looked at: well below the second within which what they had in hand is to be taken over.</summary>
    private static readonly TimeSpan OthersPause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan ALittle = TimeSpan.FromMilliseconds(5);

    /// <summary>What was done is worth waiting for a database that is started again.</summary>
    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(15);

    private readonly PostgresDatabase _database;
    private readonly PostgresLease _lease;
    private readonly PostgresPace _pace;
    private readonly PostgresGroup<RunTarget> _intents;
    private readonly PostgresGroup<RunTarget> _withdrawals;
    private readonly PostgresGroup<(RunTarget Target, TargetResult Result, DateTimeOffset At)> _outcomes;
    private readonly SharedTexts _texts = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TimeProvider _clock;
    private readonly long _run;
    private readonly long _retriesUpTo;

    /// <summary>Leases that have ended, and under which nobody has anything in hand any more.</summary>
    private readonly HashSet<long> _emptied = [];
    private int? _mostAtOnce;
    private bool _isDisposed;

    public PostgresRunWork(PostgresDatabase database, PostgresLease lease, long key, RunRecord run, long retriesUpTo, TimeProvider clock)
    {
        _database = database;
        _lease = lease;
        _clock = clock;
        _run = key;
        _retriesUpTo = retriesUpTo;
        Run = run;
        _pace = new PostgresPace(database, key, clock);
        _intents = new PostgresGroup<RunTarget>(database, IntendAsync, TimeSpan.Zero, clock);
        _withdrawals = new PostgresGroup<RunTarget>(database, WithdrawAsync, SettlePatience, clock);
        _outcomes = new PostgresGroup<(RunTarget, TargetResult, DateTimeOffset)>(database, SettleAsync, SettlePatience, clock);
    }

    public RunRecord Run { get; }

    public CancellationToken Lost => _lease.Lost;

    public bool MaySend => _lease.IsHeld;

    public ISharedPace? SharedPace => _pace;

    public async Task<IReadOnlyList<RunTarget>> TakeAsync(
        int most, IReadOnlyList<RunAccount>? without = null, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var taken = await TakeAsync("t.status < 2", most, without, cancellationToken).ConfigureAwait(false);
            return taken.Count > 0 || _retriesUpTo == 0
                ? taken
                : await TakeAsync("t.status = 2 AND t.outcome = 0 AND t.entry <= @until", most, without, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task WaitToTakeOverAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var others = await FindOtherLeasesAsync(cancellationToken).ConfigureAwait(false);
            if (others.Exists(IsToBeTakenOver))
            {
                return;
            }

            // One that lives is looked at when it would end, as its worker may not be heard of any more.
            var pause = others.Select(lease => lease.Left).Where(left => left > TimeSpan.Zero).Append(OthersPause).Min();
            await Task.Delay(pause + ALittle, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<RunTarget>> TakeOverAsync(int most, CancellationToken cancellationToken = default)
    {
        foreach (var ended in (await FindOtherLeasesAsync(cancellationToken).ConfigureAwait(false)).Where(IsToBeTakenOver))
        {
            var condition = string.Create(CultureInfo.InvariantCulture, $"t.status < 2 AND t.lease = {ended.Id} AND t.ordinal <= {ended.ClaimedTo}");
            var taken = await TakeAsync(condition, most, without: null, cancellationToken).ConfigureAwait(false);
            if (taken.Count > 0)
            {
                return taken;
            }

            lock (_emptied)
            {
                _emptied.Add(ended.Id);
            }
        }

        return [];
    }

    public Task ReleaseAsync(IReadOnlyList<RunTarget> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return targets.Count == 0 ? Task.CompletedTask : _database.UseAsync(
            connection => PostgresDatabase.ExecuteAsync(
                connection,
                "UPDATE execution_control.targets SET lease = NULL WHERE run = @run AND ordinal = ANY (@ordinals) AND lease = @lease "
                + "AND (status < 2 OR outcome = 0)",
                CancellationToken.None,
                ("run", _run),
                ("lease", _lease.Id),
                ("ordinals", Ordinals(targets))),
            CancellationToken.None);
    }

    public async Task<bool> IsSharedAsync(CancellationToken cancellationToken = default) => (await _database.UseAsync(
        connection => PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT EXISTS (SELECT 1 FROM execution_control.targets WHERE run = @run AND status < 2 AND lease IS DISTINCT FROM @lease)",
            row => row.GetBoolean(0),
            cancellationToken,
            ("run", _run),
            ("lease", _lease.Id)),
        cancellationToken).ConfigureAwait(false))[0];

    public async Task<RunCounts> CountAsync(CancellationToken cancellationToken = default)
    {
        var run = await _database.UseAsync(
            connection => new PostgresReading(connection, _database.Location).RequireRunAsync(Run.Id, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return run.Record.Counts;
    }

    // The one who has been at it for longest does them; who comes after it when it dies goes on with them.
    public async Task<CanaryTurn> FindCanaryTurnAsync(CancellationToken cancellationToken = default) => (await _database.UseAsync(
        connection => PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT canary_passed, EXISTS (SELECT 1 FROM execution_control.leases WHERE run = @run AND id < @lease AND expires_at > clock_timestamp()) "
            + "FROM execution_control.runs WHERE key = @run",
            row => row.GetBoolean(0) ? CanaryTurn.Passed : row.GetBoolean(1) ? CanaryTurn.Others : CanaryTurn.Own,
            cancellationToken,
            ("run", _run),
            ("lease", _lease.Id)),
        cancellationToken).ConfigureAwait(false))[0];

    public Task NoteCanaryPassedAsync(CancellationToken cancellationToken = default) => _database.WriteAsync(
        async connection =>
        {
            var chain = await PostgresHistory.LockAsync(connection, _run, cancellationToken).ConfigureAwait(false);
            await PostgresDatabase.ExecuteAsync(
                connection, "UPDATE execution_control.runs SET canary_passed = true WHERE key = @run", cancellationToken, ("run", _run)).ConfigureAwait(false);
            return await PostgresHistory.AppendAsync(
                connection,
                _run,
                chain,
                [(null, HistoryChain.OfCanary(_clock.GetUtcNow(), RunIdentity.Worker, RunIdentity.User))],
                cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    public Task<RunTarget> IntendAsync(RunTarget target, CancellationToken cancellationToken = default) => _intents.WriteAsync(target);

    public async Task<IReadOnlyList<RunTarget>> IntendAllAsync(IReadOnlyList<RunTarget> targets, CancellationToken cancellationToken = default) =>
        [.. (await _intents.WriteAllAsync(targets).ConfigureAwait(false)).Select(target => target ?? throw PostgresGroup<RunTarget>.Taken())];

    public Task<RunTarget> WithdrawAsync(RunTarget target) => _withdrawals.WriteAsync(target);

    public Task<RunTarget> SettleAsync(RunTarget target, TargetResult result) => _outcomes.WriteAsync((target, result, _clock.GetUtcNow()));

    public Task<IReadOnlyList<RunTarget?>> SettleAllAsync(IReadOnlyList<RunTarget> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var at = _clock.GetUtcNow();
        return _outcomes.WriteAllAsync([.. targets.Select(target => (target, target.Result!, at))]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _intents.DisposeAsync().ConfigureAwait(false);
        await _withdrawals.DisposeAsync().ConfigureAwait(false);
        await _outcomes.DisposeAsync().ConfigureAwait(false);
        try
        {
            // At once, and not when the lease ends: others wait for them.
            await _database.WriteAsync(
                connection => PostgresDatabase.ExecuteAsync(
                    connection, "DELETE FROM execution_control.leases WHERE id = @lease", CancellationToken.None, ("lease", _lease.Id)),
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (RunJournalException)
        {
            // Then they are free when the lease ends.
        }

        await _lease.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    /// <summary>How many targets may be taken at once, so that their inputs fit into memory whatever they are.</summary>
    private async Task<int> FindMostAtOnceAsync(CancellationToken cancellationToken)
    {
        var longest = (await _database.UseAsync(
            connection => PostgresDatabase.ReadAllAsync(
                connection,
                "SELECT COALESCE(MAX(octet_length(text)), 0) FROM execution_control.inputs WHERE run = @run",
                row => row.GetInt32(0),
                cancellationToken,
                ("run", _run)),
            cancellationToken).ConfigureAwait(false))[0];
        return Math.Max(MostInputAhead / Math.Max(longest, 1), 1);
    }

    private bool IsToBeTakenOver((long Id, TimeSpan Left, long ClaimedTo) lease)
    {
        lock (_emptied)
        {
            return lease.Left <= TimeSpan.Zero && !_emptied.Contains(lease.Id);
        }
    }

    /// <summary>The leases of the others, with the time that each has left by the database's clock.</summary>
    private Task<List<(long Id, TimeSpan Left, long ClaimedTo)>> FindOtherLeasesAsync(CancellationToken cancellationToken) => _database.UseAsync(
        connection => PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT id, EXTRACT(EPOCH FROM expires_at - clock_timestamp())::float8, claimed_to FROM execution_control.leases "
            + "WHERE run = @run AND id <> @lease",
            row => (row.GetInt64(0), PostgresDatabase.Span(row.GetDouble(1)), row.GetInt64(2)),
            cancellationToken,
            ("run", _run),
            ("lease", _lease.Id)),
        cancellationToken);

    private async Task<List<RunTarget>> TakeAsync(
        string condition, int most, IReadOnlyList<RunAccount>? without, CancellationToken cancellationToken)
    {
        most = Math.Min(most, _mostAtOnce ??= await FindMostAtOnceAsync(cancellationToken).ConfigureAwait(false));
        var left = (without ?? [])
            .SelectMany(
                account => ControlOperations.All.Where(operation => operation.Service == account.Service),
                (account, operation) => (operation.Id, account.Name))
            .ToList();
        var taken = await _database.UseAsync(
            connection => PostgresDatabase.ReadAllAsync(
                connection,
                $"""
                WITH next AS (
                    SELECT {RunRows.TargetColumns}, t.run FROM execution_control.targets t
                    LEFT JOIN execution_control.leases l ON l.id = t.lease
                    LEFT JOIN execution_control.inputs i ON i.key = t.input
                    WHERE t.run = @run AND {condition}
                        AND (t.lease IS NULL OR l.id IS NULL OR l.expires_at < clock_timestamp())
                        AND EXISTS (SELECT 1 FROM execution_control.leases own WHERE own.id = @lease AND own.expires_at > clock_timestamp())
                        {AsFirstSeen}
                        {(left.Count == 0 ? string.Empty : LeftToOthers)}
                    ORDER BY t.ordinal LIMIT @most FOR UPDATE OF t SKIP LOCKED
                ), noted AS (
                    UPDATE execution_control.leases SET claimed_to = GREATEST(claimed_to, (SELECT MAX(ordinal) FROM next))
                    WHERE id = @lease AND EXISTS (SELECT 1 FROM next)
                )
                UPDATE execution_control.targets t SET lease = @lease FROM next
                WHERE t.run = next.run AND t.ordinal = next.ordinal
                RETURNING next.ordinal, next.operation, next.account, next.id, next.text, next.state, next.skip, next.status, next.intents,
                    next.intended_at, next.settled_at, next.entry, next.outcome, next.input
                """,
                row => RunRows.Target(new PostgresRow(row), Run.Id, _texts.Share).Target,
                cancellationToken,
                ("run", _run),
                ("lease", _lease.Id),
                ("until", _retriesUpTo),
                ("most", (long)most),
                ("operations", left.Select(static one => one.Id).ToArray()),
                ("accounts", left.Select(static one => one.Name).ToArray())),
            cancellationToken).ConfigureAwait(false);
        if (taken.Find(static target => target.Readable is null) is { } damaged)
        {
            throw new RunDamagedException(
                Run.Id,
                $"Run {Run.Id} in the journal {_database.Location} was edited by hand, or is damaged: {damaged.Complaint}. Nothing was sent for it.");
        }

        taken.Sort(static (left, right) => Nullable.Compare(left.Ordinal, right.Ordinal));
        return [.. taken.Select(static target => target.Readable!).Select(static target => target.Status == RunTargetStatus.Settled
            ? target with { Status = RunTargetStatus.Pending, SettledAt = null, WasUnknown = true }
            : target)];
    }

    // The lease is asked for in the same statement, by the database's clock: a worker that has lost it writes nothing.
    private async Task<IReadOnlyList<RunTarget?>> IntendAsync(NpgsqlConnection connection, IReadOnlyList<RunTarget> targets)
    {
        var (plain, chained) = Split(targets);
        var written = plain.Count == 0 ? [] : await PostgresDatabase.ReadAllAsync(
            connection,
            "UPDATE execution_control.targets t SET status = 1, intents = intents + 1, intended_at = clock_timestamp() FROM execution_control.leases l "
            + "WHERE t.run = @run AND t.ordinal = ANY (@ordinals) AND t.lease = @lease AND (t.status < 2 OR t.outcome = 0) "
            + "AND l.id = @lease AND l.expires_at > clock_timestamp() RETURNING t.ordinal, t.intents, t.intended_at",
            row => (Ordinal: row.GetInt64(0), Intents: row.GetInt32(1), At: row.GetFieldValue<DateTimeOffset>(2)),
            CancellationToken.None,
            ("run", _run),
            ("lease", _lease.Id),
            ("ordinals", Ordinals(plain))).ConfigureAwait(false);
        if (chained.Count > 0)
        {
            var at = _clock.GetUtcNow();
            written.AddRange(await PostgresHistory.IntendAsync(
                connection, _run, _lease.Id, [.. chained.Select(target => (target, at, (DateTimeOffset?)null))], CancellationToken.None).ConfigureAwait(false));
        }

        var by = written.ToDictionary(row => row.Ordinal);
        return
        [
            .. targets.Select(target => by.TryGetValue(target.Ordinal, out var row)
                ? target with { Status = RunTargetStatus.Intended, Intents = row.Intents, IntendedAt = row.At }
                : null),
        ];
    }

    // What was unknown before is so again.
    private async Task<IReadOnlyList<RunTarget?>> WithdrawAsync(NpgsqlConnection connection, IReadOnlyList<RunTarget> targets)
    {
        var (plain, chained) = Split(targets);
        var written = plain.Count == 0 ? [] : await PostgresDatabase.ReadAllAsync(
            connection,
            "UPDATE execution_control.targets SET status = CASE WHEN outcome IS NOT NULL THEN 2 WHEN ordinal = ANY (@unsettled) THEN 1 ELSE 0 END "
            + "WHERE run = @run AND ordinal = ANY (@ordinals) AND lease = @lease AND (status < 2 OR outcome = 0) RETURNING ordinal",
            row => row.GetInt64(0),
            CancellationToken.None,
            ("run", _run),
            ("lease", _lease.Id),
            ("unsettled", Ordinals(plain.Where(target => target.MayHaveBeenApplied))),
            ("ordinals", Ordinals(plain))).ConfigureAwait(false);
        if (chained.Count > 0)
        {
            var at = _clock.GetUtcNow();
            written.AddRange(await PostgresDatabase.ReadAllAsync(
                connection,
                "SELECT execution_control.withdraw(@run, @lease, @ordinals, @unsettled, @contents)",
                row => row.GetInt64(0),
                CancellationToken.None,
                ("run", _run),
                ("lease", _lease.Id),
                ("ordinals", Ordinals(chained)),
                ("unsettled", Ordinals(chained.Where(target => target.MayHaveBeenApplied))),
                ("contents", chained.Select(target => HistoryChain.OfWithdrawal(target, at)).ToArray())).ConfigureAwait(false));
        }

        var all = written.ToHashSet();
        return
        [
            .. targets.Select(target => all.Contains(target.Ordinal)
                ? target with { Status = target is { MayHaveBeenApplied: true, WasUnknown: false } ? RunTargetStatus.Intended : RunTargetStatus.Pending }
                : null),
        ];
    }

    /// <summary>Those whose intents do not stand in the chain, and those whose do.</summary>
    private static (IReadOnlyList<RunTarget> Plain, IReadOnlyList<RunTarget> Chained) Split(IReadOnlyList<RunTarget> targets)
    {
        var by = targets.ToLookup(static target => target.Planned.DecidedOperation.IsSafeToRepeat);
        return ([.. by[true]], [.. by[false]]);
    }

    // Whether the lease has ended does not matter here, as long as nobody has taken the target over: what was done is done.
    private async Task<IReadOnlyList<RunTarget?>> SettleAsync(
        NpgsqlConnection connection, IReadOnlyList<(RunTarget Target, TargetResult Result, DateTimeOffset At)> items)
    {
        var settled = await PostgresHistory.SettleAsync(connection, _run, _lease.Id, items, CancellationToken.None).ConfigureAwait(false);
        settled.UnionWith(await FindWrittenBeforeAsync(connection, [.. items.Where(item => !settled.Contains(item.Target.Ordinal))]).ConfigureAwait(false));
        return
        [
            .. items.Select(item => settled.Contains(item.Target.Ordinal)
                ? item.Target with { Status = RunTargetStatus.Settled, Result = item.Result, SettledAt = item.At }
                : null),
        ];
    }

    /// <summary>A database that went away in the middle of a commit may have made it.</summary>
    private async Task<IEnumerable<long>> FindWrittenBeforeAsync(
        NpgsqlConnection connection, IReadOnlyList<(RunTarget Target, TargetResult Result, DateTimeOffset At)> items)
    {
        if (items.Count == 0)
        {
            return [];
        }

        var contents = await PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT t.ordinal, h.content FROM execution_control.targets t JOIN execution_control.history h ON h.run = t.run AND h.sequence = t.entry "
            + "WHERE t.run = @run AND t.ordinal = ANY (@ordinals)",
            row => (Ordinal: row.GetInt64(0), Content: row.GetString(1)),
            CancellationToken.None,
            ("run", _run),
            ("ordinals", Ordinals(items.Select(item => item.Target)))).ConfigureAwait(false);
        return items.Where(item => contents.Contains((item.Target.Ordinal, HistoryChain.OfOutcome(item.Target, item.Result, item.At))))
            .Select(item => item.Target.Ordinal);
    }

    private static long[] Ordinals(IEnumerable<RunTarget> targets) => [.. targets.Select(target => target.Ordinal)];
}
