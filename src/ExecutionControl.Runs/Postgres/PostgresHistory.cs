using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>Writes rows of the history into a journal in PostgreSQL, within the transaction of whoever calls.</summary>
internal static class PostgresHistory
{
    /// <summary>Takes hold of a run's chain until the transaction ends, so that rows come one after another.</summary>
    /// <exception cref="RunJournalException">The run is not there any more, or its chain cannot be gone on with.</exception>
    public static async Task<(long Rows, byte[] Head)> LockAsync(NpgsqlConnection connection, long run, CancellationToken cancellationToken)
    {
        var found = await PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT entries, head FROM execution_control.runs WHERE key = @run FOR UPDATE",
            row => RunRows.Head(new PostgresRow(row)),
            cancellationToken,
            ("run", run)).ConfigureAwait(false);
        return found switch
        {
            [{ Damage: null } end] => (end.Count, end.Hash),
            [{ Damage: { } damage }] => throw new RunJournalException(
                $"The end of the run's history was edited by hand, or is damaged: {damage}. Nothing was sent. Verify the journal."),
            _ => throw new RunJournalException("The run has been taken out of the journal. Nothing was sent. Verify the journal."),
        };
    }

    /// <summary>Adds rows to a run's chain, which is held.</summary>
    /// <returns>The place of the first of them.</returns>
    public static async Task<long> AppendAsync(
        NpgsqlConnection connection,
        long run,
        (long Rows, byte[] Head) chain,
        IReadOnlyList<(long? Ordinal, string Content)> rows,
        CancellationToken cancellationToken)
    {
        var (hashes, head) = (new byte[rows.Count][], chain.Head);
        for (var index = 0; index < rows.Count; index++)
        {
            hashes[index] = head = HistoryChain.Next(head, rows[index].Content);
        }

        await PostgresDatabase.ExecuteAsync(
            connection,
            "INSERT INTO execution_control.history (run, sequence, ordinal, content, hash) "
            + "SELECT @run, @before + n, o, c, h FROM unnest(@ordinals, @contents, @hashes) WITH ORDINALITY AS u (o, c, h, n)",
            cancellationToken,
            ("run", run),
            ("before", chain.Rows),
            ("ordinals", rows.Select(row => row.Ordinal).ToArray()),
            ("contents", rows.Select(row => row.Content).ToArray()),
            ("hashes", hashes)).ConfigureAwait(false);
        await PostgresDatabase.ExecuteAsync(
            connection,
            "UPDATE execution_control.runs SET entries = @rows, head = @head WHERE key = @run",
            cancellationToken,
            ("run", run),
            ("rows", chain.Rows + rows.Count),
            ("head", head)).ConfigureAwait(false);
        return chain.Rows + 1;
    }

    /// <summary>Writes intents into the chain, and to their targets, as far as they are in the hands of a lease that lives.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="run">The run's key.</param>
    /// <param name="lease">The lease; null for targets that nobody holds.</param>
    /// <param name="items">The targets, with the time of this machine, and when it was begun where that is not the database's time now.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>Those that were.</returns>
    public static Task<List<(long Ordinal, int Intents, DateTimeOffset At)>> IntendAsync(
        NpgsqlConnection connection,
        long run,
        long? lease,
        IReadOnlyList<(RunTarget Target, DateTimeOffset At, DateTimeOffset? StartedAt)> items,
        CancellationToken cancellationToken) => PostgresDatabase.ReadAllAsync(
        connection,
        "SELECT done_ordinal, done_intents, done_at FROM execution_control.intend(@run, NULLIF(@lease, 0), @ordinals, @contents, @times)",
        row => (Ordinal: row.GetInt64(0), Intents: row.GetInt32(1), At: row.GetFieldValue<DateTimeOffset>(2)),
        cancellationToken,
        ("run", run),
        ("lease", lease ?? 0),
        ("ordinals", items.Select(item => item.Target.Ordinal).ToArray()),
        ("contents", items.Select(item => HistoryChain.OfIntent(item.Target, item.At)).ToArray()),
        ("times", items.Select(item => item.StartedAt?.ToUniversalTime()).ToArray()));

    /// <summary>Writes down what became of targets, as far as they are in the hands of a lease.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="run">The run's key.</param>
    /// <param name="lease">The lease; null for targets that nobody holds.</param>
    /// <param name="items">The targets, with what became of them, and when.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>Which of them were.</returns>
    public static async Task<HashSet<long>> SettleAsync(
        NpgsqlConnection connection,
        long run,
        long? lease,
        IReadOnlyList<(RunTarget Target, TargetResult Result, DateTimeOffset At)> items,
        CancellationToken cancellationToken)
    {
        var settled = await PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT execution_control.settle(@run, NULLIF(@lease, 0), @ordinals, @outcomes, @contents, @times)",
            row => row.GetInt64(0),
            cancellationToken,
            ("run", run),
            ("lease", lease ?? 0),
            ("ordinals", items.Select(item => item.Target.Ordinal).ToArray()),
            ("outcomes", items.Select(item => (short)item.Result.Outcome).ToArray()),
            ("contents", items.Select(item => HistoryChain.OfOutcome(item.Target, item.Result, item.At)).ToArray()),
            ("times", items.Select(item => item.At.ToUniversalTime()).ToArray())).ConfigureAwait(false);
        return [.. settled];
    }

    /// <summary>Adds to the numbers of outcomes of a run.</summary>
    public static Task<int> CountAsync(NpgsqlConnection connection, long run, Dictionary<TargetOutcome, int> more, CancellationToken cancellationToken)
    {
        return PostgresDatabase.ExecuteAsync(
            connection,
            "UPDATE execution_control.runs SET unknown = unknown + @unknown, applied = applied + @applied, already_so = already_so + @already_so, "
            + "partial = partial + @partial, refused = refused + @refused, not_applied = not_applied + @not_applied, not_sent = not_sent + @not_sent "
            + "WHERE key = @run",
            cancellationToken,
            ("run", run),
            Of("unknown", TargetOutcome.Unknown),
            Of("applied", TargetOutcome.Applied),
            Of("already_so", TargetOutcome.AlreadySo),
            Of("partial", TargetOutcome.Partial),
            Of("refused", TargetOutcome.Refused),
            Of("not_applied", TargetOutcome.NotApplied),
            Of("not_sent", TargetOutcome.NotSent));

        (string, object?) Of(string name, TargetOutcome outcome) => (name, (long)more.GetValueOrDefault(outcome));
    }

    /// <summary>Gives a run that is made its number and its first row, and ties it to the runs before.</summary>
    /// <returns>The run as it stands now.</returns>
    public static async Task<RunRecord> FinishAsync(
        NpgsqlConnection connection, long run, RunRecord record, string leftOut, CancellationToken cancellationToken)
    {
        var found = await PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT runs, head FROM execution_control.journal WHERE id = 1 FOR UPDATE",
            row => RunRows.Head(new PostgresRow(row)),
            cancellationToken).ConfigureAwait(false);
        var end = found is [var first, ..] ? first : null;
        if (RunRows.ComplaintAboutEnd(end) is { } complaint)
        {
            throw new RunJournalException($"The journal could not be written: {complaint}");
        }

        var finished = record with { Number = end!.Count + 1 };
        await PostgresDatabase.ExecuteAsync(
            connection,
            "UPDATE execution_control.runs SET number = @number, total = @total, digest = @digest WHERE key = @run",
            cancellationToken,
            ("run", run),
            ("number", finished.Number),
            ("total", finished.Counts.Total),
            ("digest", finished.Digest)).ConfigureAwait(false);
        var content = HistoryChain.OfCreation(finished, leftOut);
        await AppendAsync(connection, run, (0, HistoryChain.Beginning), [(null, content)], cancellationToken).ConfigureAwait(false);
        await PostgresDatabase.ExecuteAsync(
            connection,
            "UPDATE execution_control.journal SET runs = @number, head = @head WHERE id = 1",
            cancellationToken,
            ("number", finished.Number),
            ("head", HistoryChain.Next(end.Hash, content))).ConfigureAwait(false);
        return finished;
    }
}
