using System.Text;

namespace ExecutionControl.Runs;

/// <summary>Writes rows of the history into a journal in SQLite, within the transaction of whoever calls.</summary>
internal static class SqliteHistory
{
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

    private static long Append(SqliteCommands commands, long run, long? ordinal, ReadOnlySpan<byte> content)
    {
        var tally = commands.TallyOf(run);
        var hash = tally.Append(content);
        commands.Statement("INSERT INTO history (run, sequence, ordinal, content, hash) VALUES (?1, ?2, ?3, ?4, ?5)")
            .Bind(1, run)
            .Bind(2, tally.Rows)
            .Bind(3, ordinal)
            .BindText(4, content)
            .BindBytes(5, hash)
            .Execute();
        return tally.Rows;
    }
}
