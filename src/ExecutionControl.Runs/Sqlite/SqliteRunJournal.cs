using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs;

/// <summary>
/// A journal in one file of the user's own, in SQLite: readable and writable by its owner alone. Any number of processes may use it at once; of a run
/// one works at a time.
/// </summary>
public sealed class SqliteRunJournal : IRunJournal
{
    private readonly SqliteWriter _writer;
    private readonly TimeProvider _clock;

    internal SqliteRunJournal(string path, SqliteWriter writer, TimeProvider clock)
    {
        Location = path;
        _writer = writer;
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>Opens a journal; the file, and its folder, are made where they are missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>The journal.</returns>
    /// <exception cref="RunJournalException">The file is no journal, is not the user's alone, or cannot be used.</exception>
    public static async Task<SqliteRunJournal> OpenAsync(string path, SqliteRunJournalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new SqliteRunJournalOptions();

        // A full path is only a name: SQLite reads more into some others, such as ":memory:".
        var file = Path.GetFullPath(path);
        var connection = await Task.Run(() => SqliteConnections.OpenToWrite(file, options.Patience), cancellationToken).ConfigureAwait(false);
        return new SqliteRunJournal(file, new SqliteWriter(connection, file), options.TimeProvider);
    }

    /// <inheritdoc/>
    public Task<RunRecord> CreateAsync(RunDescription description, IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(targets);
        return new SqliteRunCreation(_writer, _clock).CreateAsync(description, targets, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RunRecord?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        using var reading = new SqliteReading(Location);
        return await Task.FromResult(reading.FindRun(id)?.Require(Location)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RunRecord> ListAsync(RunFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reading = new SqliteReading(Location);
        foreach (var stored in reading.Runs(newestFirst: true, filter?.Digest))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (HistorySelection.Readable(stored, Location, filter?.Damaged) is { } run && HistorySelection.Holds(filter, run))
            {
                yield return run;
            }
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RunTarget> ListTargetsAsync(
        string runId, RunTargetFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        using var reading = new SqliteReading(Location);
        var run = reading.RequireStored(runId);
        run.Require(Location);
        foreach (var target in reading.Targets(run.Key, runId, filter))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return target.Readable ?? throw run.Damaged(Location, target.Complaint);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HistoryRow> ListHistoryAsync(
        HistoryFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        filter ??= new HistoryFilter();
        using var reading = new SqliteReading(Location);
        var runs = filter.RunId is { } id ? [reading.RequireStored(id)] : reading.Runs(newestFirst: !filter.OldestFirst);
        foreach (var run in runs.Where(run => HistorySelection.Readable(run, Location, filter.Damaged) is not null))
        {
            foreach (var entry in reading.History(run.Key, filter.OldestFirst))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (HistorySelection.Readable(run, entry, Location, filter.Damaged) is { } row && HistorySelection.Holds(filter, row))
                {
                    yield return row;
                }
            }
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IRunWork> ClaimAsync(string runId, RunClaimOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        options ??= new RunClaimOptions();
        var reading = new SqliteReading(Location);
        FileStream? held = null;
        try
        {
            var (key, _) = reading.RequireRun(runId);
            held = JournalFile.TryLock(LockOf(runId))
                ?? throw new RunHeldException($"Another process works on run {runId}. Nothing was sent. Wait for it, or end it first.");
            if (options.Verify)
            {
                (await VerifyAsync(runId, cancellationToken: cancellationToken).ConfigureAwait(false)).Require(runId, Location);
            }

            var worker = options.WorkerName ?? RunIdentity.Worker;
            var at = _clock.GetUtcNow();
            var claim = await _writer.WriteAsync(commands => Claim(commands, key, worker, at, options), cancellationToken).ConfigureAwait(false);
            return new SqliteRunWork(_writer, reading, held, reading.RequireRun(runId).Run, key, claim, _clock);
        }
        catch (Exception exception)
        {
            reading.Dispose();
            if (held is not null)
            {
                await held.DisposeAsync().ConfigureAwait(false);
            }

            if (exception is SqliteException failure)
            {
                throw SqliteConnections.Unreadable(Location, failure);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> IsHeldAsync(string runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        using (var reading = new SqliteReading(Location))
        {
            reading.RequireRun(runId);
        }

        if (!File.Exists(LockOf(runId)))
        {
            return false;
        }

        if (JournalFile.TryLock(LockOf(runId)) is not { } taken)
        {
            return true;
        }

        await taken.DisposeAsync().ConfigureAwait(false);
        return false;
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
        return new SqliteRunCreation(_writer, _clock).BeginCommandAsync(description, targets, notes, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JournalVerification> VerifyAsync(
        string? runId = null, IReadOnlyList<ChainHead>? heads = null, CancellationToken cancellationToken = default)
    {
        using var reading = new SqliteReading(Location);

        // One transaction: what somebody writes meanwhile would look as if it did not fit.
        reading.ReadAll("BEGIN", row => row);
        return await Task.Run(() => new JournalVerifier(new SqliteVerification(reading), heads ?? []).VerifyAsync(runId, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Waits for what is being written, and closes the file.</summary>
    /// <returns>A task that is done when it is closed.</returns>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private string LockOf(string runId) => $"{Location}.{runId}.lock";

    private static SqliteClaim Claim(SqliteCommands commands, long run, string worker, DateTimeOffset at, RunClaimOptions options)
    {
        commands.Execute("UPDATE runs SET fence = fence + 1, worker = $worker WHERE key = $run", ("$run", run), ("$worker", worker));
        SqliteHistory.Append(commands, run, null, HistoryChain.OfWork(at, worker, RunIdentity.User, options.RetryUnknown));
        if (options.RetryNotApplied)
        {
            Reopen(commands, run, worker, at);
        }

        return new SqliteClaim(
            commands.Number("SELECT fence FROM runs WHERE key = $run", ("$run", run)), options.RetryUnknown ? commands.TallyOf(run).Rows : 0);
    }

    /// <summary>Lets targets be done again; what their outcomes were stays in the history.</summary>
    private static void Reopen(SqliteCommands commands, long run, string worker, DateTimeOffset at)
    {
        const TargetOutcome outcome = TargetOutcome.NotApplied;
        if (commands.Number("SELECT not_applied FROM runs WHERE key = $run", ("$run", run)) == 0)
        {
            // Mostly there are none, and the targets need not be read through.
            return;
        }

        var count = commands.Execute(
            "UPDATE targets SET status = 0, outcome = NULL, entry = NULL, settled_at = NULL WHERE run = $run AND status = 2 AND outcome = $outcome",
            ("$run", run), ("$outcome", (long)outcome));
        if (count > 0)
        {
            commands.TallyOf(run).Count(outcome, -count);
            SqliteHistory.Append(commands, run, null, HistoryChain.OfReopening(at, worker, outcome, count));
        }
    }
}

/// <summary>How a journal's file is used.</summary>
public sealed class SqliteRunJournalOptions
{
    /// <summary>How long another process that is writing is waited for; a second or more. Default 30 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
