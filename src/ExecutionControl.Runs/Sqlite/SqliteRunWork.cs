using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs;

/// <summary>
/// A hold on a run in a file: a lock that the system gives back when this process ends, and a number that is asked for in the transaction of every
/// intent, for file systems that know no locks.
/// </summary>
internal sealed class SqliteRunWork : IRunWork
{
    private readonly SqliteWriter _writer;
    private readonly SqliteReading _reading;
    private readonly SqliteTargetPages _pages;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly FileStream _lock;
    private readonly TimeProvider _clock;
    private readonly long _run;
    private readonly SqliteClaim _claim;
    private readonly CancellationTokenSource _lost = new();
    private long _askedIn;
    private volatile bool _isAllTaken;
    private bool _isDisposed;

    public SqliteRunWork(SqliteWriter writer, SqliteReading reading, FileStream held, RunRecord record, long run, SqliteClaim claim, TimeProvider clock)
    {
        _writer = writer;
        _reading = reading;
        _lock = held;
        _run = run;
        _claim = claim;
        _clock = clock;

        // What is to be done again is not done.
        var again = claim.RetriesUpTo == 0 ? 0 : _reading.Commands.Number(
            "SELECT COUNT(*) FROM targets WHERE run = $run AND status = 2 AND outcome = 0 AND entry <= $until", ("$run", run), ("$until", claim.RetriesUpTo));
        _pages = new SqliteTargetPages(_reading.Commands, record.Id, run, claim.RetriesUpTo);
        Run = record with { Counts = record.Counts with { Unknown = record.Counts.Unknown - again } };
    }

    public RunRecord Run { get; }

    public CancellationToken Lost => _lost.Token;

    public bool MaySend => !_lost.IsCancellationRequested;

    public ISharedPace? SharedPace => null;

    public async Task<IReadOnlyList<RunTarget>> TakeAsync(
        int most, IReadOnlyList<RunAccount>? without = null, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var taken = _pages.Next(most);
            _isAllTaken = taken.Count == 0;
            if (_isAllTaken)
            {
                // No more intents come that outcomes could go with.
                _writer.Hurry();
            }

            return taken;
        }
        catch (SqliteException exception)
        {
            throw SqliteWriter.Failure(_reading.Path, exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task WaitToTakeOverAsync(CancellationToken cancellationToken = default) =>
        Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken);

    public Task<IReadOnlyList<RunTarget>> TakeOverAsync(int most, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<RunTarget>>([]);

    public Task ReleaseAsync(IReadOnlyList<RunTarget> targets) => Task.CompletedTask;

    public async Task<RunCounts> CountAsync(CancellationToken cancellationToken = default)
    {
        using var reading = new SqliteReading(_reading.Path);
        return await Task.FromResult(reading.RequireRun(Run.Id).Run.Counts).ConfigureAwait(false);
    }

    public Task<CanaryTurn> FindCanaryTurnAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(Run.IsCanaryPassed ? CanaryTurn.Passed : CanaryTurn.Own);

    public Task NoteCanaryPassedAsync(CancellationToken cancellationToken = default) => _writer.WriteAsync(
        commands =>
        {
            RequireHold(commands);
            commands.Execute("UPDATE runs SET canary_passed = 1 WHERE key = $run", ("$run", _run));
            return SqliteHistory.Append(commands, _run, null, HistoryChain.OfCanary(_clock.GetUtcNow(), RunIdentity.Worker, RunIdentity.User));
        },
        cancellationToken);

    public Task<bool> IsSharedAsync(CancellationToken cancellationToken = default) => Task.FromResult(false);

    public async Task<RunTarget> IntendAsync(RunTarget target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return (await IntendAllAsync([target], cancellationToken).ConfigureAwait(false))[0];
    }

    public async Task<IReadOnlyList<RunTarget>> IntendAllAsync(IReadOnlyList<RunTarget> targets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var at = _clock.GetUtcNow();
        var areWritten = await _writer.WriteAsync(
            commands =>
            {
                RequireHold(commands);
                var written = 0L;
                for (var first = 0; first < targets.Count;)
                {
                    // Mostly one statement for all: they come as the plan has them.
                    var last = first;
                    while (last + 1 < targets.Count
                        && targets[last + 1].Ordinal == targets[last].Ordinal + 1
                        && targets[last + 1].WasUnknown == targets[first].WasUnknown)
                    {
                        last++;
                    }

                    written += commands.Statement(
                            "UPDATE targets SET status = 1, intents = intents + 1, intended_at = ?1 "
                            + "WHERE run = ?2 AND ordinal BETWEEN ?3 AND ?4 AND (status < 2 OR (?5 AND outcome = 0))")
                        .Bind(1, at.ToUnixTimeMilliseconds())
                        .Bind(2, _run)
                        .Bind(3, targets[first].Ordinal)
                        .Bind(4, targets[last].Ordinal)
                        .Bind(5, targets[first].WasUnknown ? 1L : 0L)
                        .Execute();
                    first = last + 1;
                }

                return written == targets.Count && SqliteHistory.NoteIntents(commands, _run, targets, at);
            },
            cancellationToken).ConfigureAwait(false);
        return areWritten
            ? [.. targets.Select(target => target with { Status = RunTargetStatus.Intended, Intents = target.Intents + 1, IntendedAt = at })]
            : throw Taken();
    }

    public Task<RunTarget> WithdrawAsync(RunTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _writer.WriteAsync(
            commands =>
            {
                RequireHold(commands);

                // What was unknown before is so again.
                var status = target is { MayHaveBeenApplied: true, WasUnknown: false } ? RunTargetStatus.Intended : RunTargetStatus.Pending;
                if (commands.Execute(
                    "UPDATE targets SET status = CASE WHEN outcome IS NULL THEN $status ELSE 2 END WHERE run = $run AND ordinal = $ordinal AND status = 1",
                    ("$run", _run), ("$ordinal", target.Ordinal), ("$status", (long)status)) == 1)
                {
                    SqliteHistory.NoteWithdrawal(commands, _run, target, _clock.GetUtcNow());
                }

                return target with { Status = status };
            },
            CancellationToken.None);
    }

    public async Task<RunTarget> SettleAsync(RunTarget target, TargetResult result)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(result);
        return (await SettleAllAsync([target with { Result = result }], canWait: false).ConfigureAwait(false))[0] ?? throw Taken();
    }

    public Task<IReadOnlyList<RunTarget?>> SettleAllAsync(IReadOnlyList<RunTarget> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);

        // For the next intents. Not of what must not be repeated: without its outcome it would be unknown.
        return SettleAllAsync(targets, !_isAllTaken && targets.All(static target => target.Planned.DecidedOperation.IsSafeToRepeat));
    }

    private Task<IReadOnlyList<RunTarget?>> SettleAllAsync(IReadOnlyList<RunTarget> targets, bool canWait)
    {
        var at = _clock.GetUtcNow();
        return _writer.WriteAsync<IReadOnlyList<RunTarget?>>(
            commands =>
            {
                RequireHold(commands);
                return SqliteHistory.SettleAll(commands, _run, targets, at);
            },
            CancellationToken.None,
            canWait);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        var isDone = false;
        try
        {
            // By its numbers, but for what was unknown and may be about to be done again: a long run is not read through where it need not be.
            isDone = _reading.Commands.Number(
                "SELECT total = unknown + applied + already_so + partial + refused + not_applied + not_sent AND (unknown = 0 "
                + "OR NOT EXISTS (SELECT 1 FROM targets WHERE run = key AND status < 2)) FROM runs WHERE key = $run",
                ("$run", _run)) != 0;
        }
        catch (SqliteException)
        {
            // Then the lock's file stays, which harms nobody.
        }

        _reading.Dispose();
        if (isDone)
        {
            // While it is held: who waits for it sees that it is gone. On Windows it cannot go while it is open, and stays.
            TryDelete(_lock.Name);
        }

        await _lock.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
        _lost.Dispose();
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is empty, and is used again.
        }
    }

    private void RequireHold(SqliteCommands commands)
    {
        // Once in a transaction: nobody else can write in between.
        if (commands.Transaction == _askedIn)
        {
            return;
        }

        if (commands.Number("SELECT fence FROM runs WHERE key = $run", ("$run", _run)) != _claim.Fence)
        {
            _ = _lost.CancelAsync();
            throw new RunLostException($"Another process has taken over run {Run.Id}. Nothing more is sent by this one.");
        }

        _askedIn = commands.Transaction;
    }

    private RunLostException Taken() => new($"Another process has settled a target of run {Run.Id}. Nothing was sent for it.");
}

/// <summary>A process's claim on a run.</summary>
/// <param name="Fence">The number that the run's row holds as long as nobody has taken it over.</param>
/// <param name="RetriesUpTo">Up to which row of the history what came out unknown is done again; zero for none.</param>
internal sealed record SqliteClaim(long Fence, long RetriesUpTo);
