using System.Text;

namespace ExecutionControl.Runs;

/// <summary>
/// Makes runs in a file. A long plan is written in pieces, so that others can write in between; nobody sees the run before it is whole, and what
/// a process leaves behind that ended meanwhile is taken away by the next one.
/// </summary>
/// <param name="writer">The writer.</param>
/// <param name="clock">The clock.</param>
internal sealed class SqliteRunCreation(SqliteWriter writer, TimeProvider clock)
{
    private const int MostInPiece = 2000;
    private const int MostInputInPiece = 8 * 1024 * 1024;

    /// <summary>Whoever makes a run for longer has ended.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    public async Task<RunRecord> CreateAsync(RunDescription description, IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken)
    {
        var header = PlanText.Checked(description.Plan);
        var record = RunIdentity.NewRun(description, header, clock);
        var key = await writer.WriteAsync(commands => Begin(commands, record), cancellationToken).ConfigureAwait(false);
        try
        {
            using var digest = new PlanDigest(header);
            using var leftOut = new LeftOutDigest();
            var inputs = new Dictionary<string, long>(StringComparer.Ordinal);
            var piece = new List<PlannedTarget>();
            var input = 0L;
            await foreach (var target in targets.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var planned = PlanText.Checked(target, header);
                digest.Add(PlanText.Write(planned));
                leftOut.Add(digest.Count, planned.SkipReason);
                piece.Add(planned);
                input += planned.Input is { } text && !inputs.ContainsKey(text) ? text.Length : 0;
                if (piece.Count >= MostInPiece || input > MostInputInPiece)
                {
                    await WriteAsync(key, digest.Count - piece.Count, piece, inputs, cancellationToken).ConfigureAwait(false);
                    (piece, input) = ([], 0);
                }
            }

            await WriteAsync(key, digest.Count - piece.Count, piece, inputs, cancellationToken).ConfigureAwait(false);
            var (count, found) = (digest.Count, digest.End());
            if (description.Digest is { } expected && !string.Equals(expected, found, StringComparison.Ordinal))
            {
                throw PlanText.Another(found, expected);
            }

            var finished = record with { Digest = found, Counts = new RunCounts { Total = count } };
            var left = leftOut.End();
            return await writer.WriteAsync(commands => Finish(commands, key, finished, left), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await ForgetAsync(key).ConfigureAwait(false);
            throw;
        }
    }

    public async Task<ICommandWork> BeginCommandAsync(
        RunDescription description, IReadOnlyList<PlannedTarget> targets, IReadOnlyList<TargetNote> notes, CancellationToken cancellationToken)
    {
        var header = PlanText.Checked(description.Plan);
        var planned = PlanText.Checked(targets, header);
        var record = RunIdentity.NewCommand(description, header, planned, clock);
        var at = clock.GetUtcNow();
        var key = await writer.WriteAsync(
            commands =>
            {
                var key = Begin(commands, record);
                Write(commands, key, 0, planned, []);
                SqliteHistory.Finish(commands, key, record, LeftOutDigest.Of(planned));
                SqliteCommandWork.Write(commands, key, record.Id, planned, notes, at);
                return key;
            },
            cancellationToken).ConfigureAwait(false);
        return new SqliteCommandWork(writer, clock, key, record.Id, planned);
    }

    private static RunRecord Finish(SqliteCommands commands, long key, RunRecord record, string leftOut)
    {
        using (var twice = commands.Read(
            "SELECT operation, id FROM targets WHERE run = $run GROUP BY operation, account, id HAVING COUNT(*) > 1 LIMIT 1", ("$run", key)))
        {
            if (twice.Read())
            {
                throw PlanText.Twice(twice.GetString(0), twice.GetString(1));
            }
        }

        return SqliteHistory.Finish(commands, key, record, leftOut);
    }

    private static void Write(SqliteCommands commands, long key, long before, IReadOnlyList<PlannedTarget> piece, Dictionary<string, long> inputs)
    {
        const int mostInputs = 256;
        foreach (var target in piece)
        {
            long? input = null;
            if (target.Input is { } text)
            {
                if (inputs.TryGetValue(text, out var known))
                {
                    input = known;
                }
                else
                {
                    commands.Execute("INSERT INTO inputs (run, text) VALUES ($run, $text)", ("$run", key), ("$text", text));
                    input = commands.Number("SELECT last_insert_rowid()");
                    if (inputs.Count < mostInputs)
                    {
                        inputs.Add(text, input.Value);
                    }
                }
            }

            commands.Statement(
                    "INSERT INTO targets (run, ordinal, operation, account, id, input, state, skip) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
                .Bind(1, key)
                .Bind(2, ++before)
                .Bind(3, target.Operation.Id)
                .Bind(4, target.Account)
                .Bind(5, target.Id)
                .Bind(6, input)
                .Bind(7, target.State)
                .Bind(8, WellFormedText.Of(target.SkipReason))
                .Execute();
        }
    }

    /// <summary>Takes away a run that is not whole, and leaves one that is.</summary>
    internal static void Forget(SqliteCommands commands, long key)
    {
        // Only what nobody sees: a run whose end was reported as failed may be there all the same, and of one that has rows somebody took the number.
        const string unfinished = "(SELECT key FROM runs WHERE key = $run AND number IS NULL AND entries = 0)";
        commands.Execute($"DELETE FROM targets WHERE run IN {unfinished}", ("$run", key));
        commands.Execute($"DELETE FROM inputs WHERE run IN {unfinished}", ("$run", key));
        commands.Execute("DELETE FROM runs WHERE key = $run AND number IS NULL AND entries = 0", ("$run", key));
    }

    private Task<bool> WriteAsync(long key, long before, List<PlannedTarget> piece, Dictionary<string, long> inputs, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            commands =>
            {
                Write(commands, key, before, piece, inputs);
                return true;
            },
            cancellationToken);

    private long Begin(SqliteCommands commands, RunRecord record)
    {
        var now = clock.GetUtcNow();
        var abandoned = new List<long>();
        using (var rows = commands.Read(
            "SELECT key FROM runs WHERE number IS NULL AND entries = 0 AND created_at < $then", ("$then", (now - Abandoned).ToUnixTimeMilliseconds())))
        {
            while (rows.Read())
            {
                abandoned.Add(rows.GetInt64(0));
            }
        }

        abandoned.ForEach(key => Forget(commands, key));
        commands.Execute(
            "INSERT INTO runs (id, created_at, command, plan, digest, user, host, head, pacing) "
            + "VALUES ($id, $at, $command, $plan, '', $user, $host, $head, $pacing)",
            ("$id", record.Id),
            ("$at", record.CreatedAt.ToUnixTimeMilliseconds()),
            ("$command", record.IsCommand ? 1L : 0L),
            ("$plan", Encoding.UTF8.GetString(PlanText.Write(record.Plan))),
            ("$user", record.User),
            ("$host", record.Host),
            ("$head", HistoryChain.Beginning),
            ("$pacing", record.Pacing.ToText()));
        return commands.Number("SELECT last_insert_rowid()");
    }

    private async Task ForgetAsync(long key)
    {
        try
        {
            await writer.WriteAsync(
                commands =>
                {
                    Forget(commands, key);
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (RunJournalException)
        {
            // Nobody sees it, and it is taken away another time.
        }
    }
}
