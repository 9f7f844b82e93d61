using System.Text;

namespace ExecutionControl.Runs;

/// <summary>Writes rows of the history into a journal in SQLite, within the transaction of whoever calls.</summary>
internal static class SqliteHistory
{
    private const string AppendOne = "INSERT INTO history (run, sequence, ordinal, content, hash) VALUES (?, ?, ?, ?, ?)";

    /// <summary>What a statement costs by itself is shared by so many rows.</summary>
    private const int RowsAtOnce = 16;

    private static readonly string _appendMany = AppendOne + string.Concat(Enumerable.Repeat(", (?, ?, ?, ?, ?)", RowsAtOnce - 1));

    /// <summary>Adds a row to a run's chain.</summary>
    /// <returns>Its place in it.</returns>
    public static long Append(SqliteCommands commands, long run, long? ordinal, string content) =>
        Append(commands, run, ordinal, Encoding.UTF8.GetBytes(content));

    /// <summary>Gives a run that is made its number and its first row, and ties it to the runs before.</summary>
    /// <returns>The run as it stands now.</returns>
    public static RunRecord Finish(SqliteCommands commands, long run, RunRecord record)
    {
        long number;
        byte[] head;
        using (var row = commands.Read("SELECT runs, head FROM journal WHERE id = 1"))
        {
            row.Read();
            number = row.GetInt64(0) + 1;
            head = row.GetFieldValue<byte[]>(1);
        }

        var finished = record with { Number = number };
        if (commands.Execute(
            "UPDATE runs SET number = $number, total = $total, digest = $digest WHERE key = $run AND number IS NULL",
            ("$run", run), ("$number", number), ("$total", record.Counts.Total), ("$digest", record.Digest)) != 1)
        {
            throw new RunJournalException($"Run {record.Id} was taken away while it was being made, as one that nobody finishes. There is no such run.");
        }

        var content = HistoryChain.OfCreation(finished);
        Append(commands, run, null, content);
        commands.Execute(
            "UPDATE journal SET runs = $number, head = $head WHERE id = 1",
            ("$number", number), ("$head", HistoryChain.Next(head, content, 1)));
        return finished;
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
        int[] order = [.. Enumerable.Range(0, targets.Count)];
        Array.Sort(order, (left, right) => targets[left].Ordinal.CompareTo(targets[right].Ordinal));
        var settled = new RunTarget?[targets.Count];
        for (var first = 0; first < order.Length;)
        {
            var count = 1;
            while (first + count < order.Length && Follows(targets[order[first + count - 1]], targets[order[first + count]]))
            {
                count++;
            }

            if (count == 1)
            {
                settled[order[first]] = Settle(commands, run, targets[order[first]], targets[order[first]].Result!, at);
            }
            else
            {
                SettleRange(commands, run, targets, order.AsSpan(first, count), at, settled);
            }

            first += count;
        }

        return settled;
    }

    private static bool Follows(RunTarget one, RunTarget next) =>
        next.Ordinal == one.Ordinal + 1 && next.Result!.Outcome == one.Result!.Outcome && !next.WasUnknown && !one.WasUnknown;

    private static void SettleRange(
        SqliteCommands commands, long run, IReadOnlyList<RunTarget> targets, ReadOnlySpan<int> range, DateTimeOffset at, RunTarget?[] settled)
    {
        var tally = commands.TallyOf(run);
        var (first, outcome) = (targets[range[0]].Ordinal, targets[range[0]].Result!.Outcome);
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

        var together = range.Length - (range.Length % RowsAtOnce);
        for (var index = 0; index < range.Length; index++)
        {
            var target = targets[range[index]];
            var content = commands.Content.OfOutcome(target, target.Result!, at);
            if (index < together)
            {
                Bind(commands.Statement(_appendMany), index % RowsAtOnce, run, tally, target.Ordinal, content);
                if (index % RowsAtOnce == RowsAtOnce - 1)
                {
                    commands.Statement(_appendMany).Execute();
                }
            }
            else
            {
                Append(commands, run, target.Ordinal, content);
            }

            settled[range[index]] = target with { Status = RunTargetStatus.Settled, SettledAt = at };
        }

        tally.Count(outcome, range.Length);
    }

    private static void Bind(SqliteStatement statement, int row, long run, SqliteRunTally tally, long? ordinal, ReadOnlySpan<byte> content)
    {
        var hash = tally.Append(content);
        var before = row * 5;
        statement.Bind(before + 1, run).Bind(before + 2, tally.Rows).Bind(before + 3, ordinal).BindText(before + 4, content).BindBytes(before + 5, hash);
    }

    private static long Append(SqliteCommands commands, long run, long? ordinal, ReadOnlySpan<byte> content)
    {
        var tally = commands.TallyOf(run);
        var statement = commands.Statement(AppendOne);
        Bind(statement, 0, run, tally, ordinal, content);
        statement.Execute();
        return tally.Rows;
    }
}
