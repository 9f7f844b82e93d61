using System.Text;

namespace ExecutionControl.Runs;

/// <summary>Writes rows of the history into a journal in SQLite, within the transaction of whoever calls.</summary>
internal static class SqliteHistory
{
    private const string AppendOne = "INSERT INTO history (run, sequence, ordinal, content, hash) VALUES (?, ?, ?, ?, ?)";

    /// <summary>What a statement costs by itself is shared by so many rows.</summary>
    private const int RowsAtOnce = 16;

    /// <summary>Rows that follow one another, of targets that do: each needs but its content and its hash.</summary>
    private static readonly string _appendRange = "INSERT INTO history (run, sequence, ordinal, content, hash) VALUES "
        + string.Join(", ", Enumerable.Range(0, RowsAtOnce).Select(row => $"(?1, ?2 + {row}, ?3 + {row}, ?{(2 * row) + 4}, ?{(2 * row) + 5})"));

    /// <summary>Adds a row to a run's chain.</summary>
    /// <returns>Its place in it.</returns>
    public static long Append(SqliteCommands commands, long run, long? ordinal, string content) =>
        Append(commands, run, ordinal, Encoding.UTF8.GetBytes(content));

    /// <summary>Gives a run that is made its number and its first row, and ties it to the runs before.</summary>
    /// <returns>The run as it stands now.</returns>
    public static RunRecord Finish(SqliteCommands commands, long run, RunRecord record, string leftOut)
    {
        var end = ReadEnd(commands);
        var number = end.Count + 1;
        var finished = record with { Number = number };
        if (commands.Execute(
            "UPDATE runs SET number = $number, total = $total, digest = $digest WHERE key = $run AND number IS NULL",
            ("$run", run), ("$number", number), ("$total", record.Counts.Total), ("$digest", record.Digest)) != 1)
        {
            throw new RunJournalException($"Run {record.Id} was taken away while it was being made, as one that nobody finishes. There is no such run.");
        }

        var content = HistoryChain.OfCreation(finished, leftOut);
        Append(commands, run, null, content);
        commands.Execute(
            "UPDATE journal SET runs = $number, head = $head WHERE id = 1",
            ("$number", number), ("$head", HistoryChain.Next(end.Hash, content, 1)));
        return finished;
    }

    /// <summary>The end of the chain of the runs.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or cannot be gone on with: then nothing of the transaction is kept.</exception>
    private static StoredHead ReadEnd(SqliteCommands commands)
    {
        using var rows = commands.Read("SELECT runs, head FROM journal WHERE id = 1");
        var row = new SqliteRow(rows);
        var end = row.Next() ? RunRows.Head(row) : null;
        return RunRows.ComplaintAboutEnd(end) is { } complaint ? throw new InvalidOperationException(complaint) : end!;
    }

    /// <summary>Notes in the chain that targets are about to be acted on, where that matters: what may be repeated can be looked at and sent again.</summary>
    /// <returns>True.</returns>
    public static bool NoteIntents(SqliteCommands commands, long run, IReadOnlyList<RunTarget> targets, DateTimeOffset at)
    {
        foreach (var target in targets)
        {
            if (!target.Planned.DecidedOperation.IsSafeToRepeat)
            {
                Append(commands, run, target.Ordinal, HistoryChain.OfIntent(target, at));
            }
        }

        return true;
    }

    /// <summary>Notes that an intent was taken back that stands in the chain.</summary>
    public static void NoteWithdrawal(SqliteCommands commands, long run, RunTarget target, DateTimeOffset at)
    {
        if (!target.Planned.DecidedOperation.IsSafeToRepeat)
        {
            Append(commands, run, target.Ordinal, HistoryChain.OfWithdrawal(target, at));
        }
    }

    /// <summary>Writes down what became of a target.</summary>
    /// <returns>The target as it stands now; null, and nothing is written, where somebody else has done so.</returns>
    public static RunTarget? Settle(SqliteCommands commands, long run, RunTarget target, TargetResult result, DateTimeOffset at)
    {
        var tally = commands.TallyOf(run);
        if (commands.Statement(
                "UPDATE targets SET status = 2, settled_at = ?1, outcome = ?2, entry = ?3 "
                + "WHERE run = ?4 AND ordinal = ?5 AND (status < 2 OR (?6 AND outcome = 0))")
            .Bind(1, at.ToUnixTimeMilliseconds())
            .Bind(2, (long)result.Outcome)
            .Bind(3, tally.Rows + 1)
            .Bind(4, run)
            .Bind(5, target.Ordinal)
            .Bind(6, target.WasUnknown ? 1L : 0L)
            .Execute() != 1)
        {
            return null;
        }

        Append(commands, run, target.Ordinal, commands.Content.OfOutcome(target, result, at));
        tally.Count(result.Outcome, 1);
        if (target.WasUnknown)
        {
            tally.Count(TargetOutcome.Unknown, -1);
        }

        return target with { Status = RunTargetStatus.Settled, Result = result, SettledAt = at };
    }

    /// <summary>Writes down what became of targets: of those that follow one another and came to the same, at once.</summary>
    /// <returns>The targets as they stand now, in the same order; null for one of which somebody else has written it.</returns>
    public static RunTarget?[] SettleAll(SqliteCommands commands, long run, IReadOnlyList<RunTarget> targets, DateTimeOffset at)
    {
        // In the plan's order: calls that are under way at once end in any other.
        RunTarget[] ordered = [.. targets];
        int[] places = [.. Enumerable.Range(0, ordered.Length)];
        Array.Sort(Array.ConvertAll(ordered, static target => target.Ordinal), places);
        ordered = Array.ConvertAll(places, place => ordered[place]);
        var settled = new RunTarget?[ordered.Length];
        for (var first = 0; first < ordered.Length;)
        {
            var count = 1;
            while (first + count < ordered.Length && Follows(ordered[first + count - 1], ordered[first + count]))
            {
                count++;
            }

            var range = ordered.AsSpan(first, count);
            if (count == 1)
            {
                settled[places[first]] = Settle(commands, run, range[0], range[0].Result!, at);
            }
            else
            {
                SettleRange(commands, run, range, at);
                for (var index = 0; index < count; index++)
                {
                    settled[places[first + index]] = range[index] with { Status = RunTargetStatus.Settled, SettledAt = at };
                }
            }

            first += count;
        }

        return settled;
    }

    private static bool Follows(RunTarget one, RunTarget next) =>
        next.Ordinal == one.Ordinal + 1 && next.Result!.Outcome == one.Result!.Outcome && !next.WasUnknown && !one.WasUnknown;

    private static void SettleRange(SqliteCommands commands, long run, ReadOnlySpan<RunTarget> range, DateTimeOffset at)
    {
        var tally = commands.TallyOf(run);
        var (first, outcome) = (range[0].Ordinal, range[0].Result!.Outcome);
        if (commands.Statement(
                "UPDATE targets SET status = 2, settled_at = ?1, outcome = ?2, entry = ?3 + ordinal "
                + "WHERE run = ?4 AND ordinal BETWEEN ?5 AND ?6 AND status < 2")
            .Bind(1, at.ToUnixTimeMilliseconds())
            .Bind(2, (long)outcome)
            .Bind(3, tally.Rows + 1 - first)
            .Bind(4, run)
            .Bind(5, first)
            .Bind(6, first + range.Length - 1)
            .Execute() != range.Length)
        {
            // Nobody but the holder of the run writes here: nothing of it is kept.
            throw new InvalidOperationException($"Targets {first} to {first + range.Length - 1} of the run were settled before.");
        }

        tally.Count(outcome, range.Length);
        for (; range.Length >= RowsAtOnce; range = range[RowsAtOnce..])
        {
            AppendRange(commands, run, range[..RowsAtOnce], at);
        }

        foreach (var target in range)
        {
            Append(commands, run, target.Ordinal, commands.Content.OfOutcome(target, target.Result!, at));
        }
    }

    private static void AppendRange(SqliteCommands commands, long run, ReadOnlySpan<RunTarget> range, DateTimeOffset at)
    {
        var tally = commands.TallyOf(run);
        var statement = commands.Statement(_appendRange).Bind(1, run).Bind(2, tally.Rows + 1).Bind(3, range[0].Ordinal);
        for (var row = 0; row < range.Length; row++)
        {
            var content = commands.Content.OfOutcome(range[row], range[row].Result!, at);
            statement.BindText((2 * row) + 4, content).BindBytes((2 * row) + 5, tally.Append(content));
        }

        statement.Execute();
    }

    private static long Append(SqliteCommands commands, long run, long? ordinal, ReadOnlySpan<byte> content)
    {
        var tally = commands.TallyOf(run);
        var hash = tally.Append(content);
        commands.Statement(AppendOne).Bind(1, run).Bind(2, tally.Rows).Bind(3, ordinal).BindText(4, content).BindBytes(5, hash).Execute();
        return tally.Rows;
    }
}
