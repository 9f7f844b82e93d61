using System.Security.Cryptography;
using System.Text;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>Reads runs, targets and the history from the rows of a journal, which are alike in every kind of journal but for their types.</summary>
internal static class RunRows
{
    /// <summary>The columns of <see cref="Target"/>, of the tables <c>t</c> of targets and <c>i</c> of inputs.</summary>
    public const string TargetColumns =
        "t.ordinal, t.operation, t.account, t.id, i.text, t.state, t.skip, t.status, t.intents, t.intended_at, t.settled_at, t.entry, t.outcome, t.input";

    /// <summary>Where the row of the history stands that a target's outcome is in, behind <see cref="TargetColumns"/>.</summary>
    private const int Content = 14;

    private const int Outcome = 12;

    /// <summary>The columns of <see cref="Run"/>.</summary>
    /// <param name="user">What the column with the user is called.</param>
    public static string RunColumns(string user) =>
        $"key, id, number, created_at, command, plan, digest, {user}, host, total, unknown, applied, already_so, partial, refused, not_applied, not_sent, "
        + "worker, entries, head, pacing, canary_passed";

    public static StoredRun Run(JournalRow row)
    {
        var (key, id, number) = (row.Number(0), row.Text(1), row.NumberOrNull(2));
        if (!RunIdentity.IsPossible(id))
        {
            row.Complain(1, $"is no id of a run ({WellFormedText.Excerpt(id)})");
            id = string.Empty;
        }

        if (number is null)
        {
            row.Complain(2, "is missing");
        }

        var (rows, head) = (row.NumberOrNull(18, least: 0), row.Bytes(19, SHA256.HashSizeInBytes));
        if (rows is null)
        {
            row.Complain(18, "is missing");
        }

        var record = new RunRecord
        {
            Id = id,
            Number = number ?? 0,
            CreatedAt = row.Time(3),
            IsCommand = row.Flag(4),
            Plan = ReadPlan(row, 5),
            Digest = row.Text(6),
            User = row.Text(7),
            Host = row.Text(8),
            Counts = ReadCounts(row, 9),
            Worker = row.TextOrNull(17),
            Pacing = ReadPacing(row, 20),
            IsCanaryPassed = row.Flag(21),
            Head = new ChainHead(id, rows ?? 0, Convert.ToHexStringLower(head)),
        };
        return new StoredRun(key, id, number, row.Damage is null ? record : null, rows, head, row.Damage);
    }

    /// <summary>A target, without what became of it, and where in the history that stands.</summary>
    public static (StoredTarget Target, long? Entry) Target(JournalRow row, string runId, Func<string, string> share)
    {
        var status = (RunTargetStatus)row.Number(7, least: 0, most: (long)RunTargetStatus.Settled);
        var outcome = row.NumberOrNull(Outcome, least: 0, most: (long)TargetOutcome.NotSent);
        var ordinal = row.NumberOrNull(0);
        var input = ReadInput(row);
        var target = new RunTarget
        {
            RunId = runId,
            Ordinal = ordinal ?? 0,
            Planned = new PlannedTarget
            {
                Operation = ReadOperation(row, 1),
                Account = share(row.Text(2)),
                Id = row.Text(3),
                Input = input is null ? null : share(input),
                State = row.TextOrNull(5) is { } state ? share(state) : null,
                SkipReason = row.TextOrNull(6),
            },
            Status = status,
            Intents = (int)row.Number(8, least: 0, most: int.MaxValue),
            IntendedAt = row.TimeOrNull(9),
            SettledAt = row.TimeOrNull(10),
            WasUnknown = status != RunTargetStatus.Settled && outcome == (long)TargetOutcome.Unknown,
        };
        var entry = row.NumberOrNull(11);
        return (new StoredTarget(ordinal, row.Damage is null ? target : null, row.Damage), entry);
    }

    /// <summary>A target with what became of it, which stands behind its other columns.</summary>
    public static StoredTarget TargetWithResult(JournalRow row, string runId, Func<string, string> share)
    {
        var (target, entry) = Target(row, runId, share);
        if (target.Readable is not { } readable)
        {
            return target;
        }

        // What is not settled and came to something nevertheless was unknown, and is done again.
        var outcome = row.NumberOrNull(Outcome);
        var isDone = readable.Status == RunTargetStatus.Settled || readable.WasUnknown;
        if (entry is null != outcome is null || isDone != outcome is not null)
        {
            return Damaged(target, "'status', 'outcome' and 'entry' contradict one another");
        }

        if (entry is not { } sequence)
        {
            return target;
        }

        TargetResult? result = null;
        try
        {
            result = row.TextOrNull(Content) is { } content ? HistoryChain.ReadResult(runId, sequence, content) : null;
        }
        catch (RunDamagedException)
        {
            // Said below.
        }

        return result is not null && (long)result.Outcome == outcome
            ? target with { Readable = readable with { Result = result } }
            : Damaged(target, $"what it came to ({(TargetOutcome)outcome!}) is not what stands in row {sequence} of its history");
    }

    private static StoredTarget Damaged(StoredTarget target, string damage) => target with { Readable = null, Damage = damage };

    /// <summary>The end of a chain: how many rows it has, and the hash of the last.</summary>
    public static StoredHead Head(JournalRow row)
    {
        var (count, hash) = (row.Number(0, least: 0, most: long.MaxValue - 1), row.Bytes(1, SHA256.HashSizeInBytes));
        return new StoredHead(count, hash, row.Damage);
    }

    /// <summary>Why no run can be added to the chain of the runs; null where one can.</summary>
    /// <param name="end">Its end as it was read; null where there is none.</param>
    public static string? ComplaintAboutEnd(StoredHead? end) => end is { Damage: null }
        ? null
        : $"it was edited by hand, or is damaged: the end of the chain of its runs {(end is null ? "is missing" : $"cannot be read ({end.Damage})")}. "
            + "Verify it, and keep a copy; take it from a backup, or use another.";

    /// <summary>A row of the history: its place, what it says, its hash, whether it is open, and its target.</summary>
    public static StoredEntry Entry(JournalRow row)
    {
        var (sequence, content, hash) = (row.NumberOrNull(0), row.Text(1), row.Bytes(2, SHA256.HashSizeInBytes));
        var isOpen = row.NumberOrNull(3) == 1;
        var ordinal = row.NumberOrNull(4);
        return new StoredEntry(sequence, ordinal, row.Damage is null ? content : null, hash, isOpen, row.Damage);
    }

    private static RunCounts ReadCounts(JournalRow row, int column)
    {
        var total = row.Number(column, least: 0);
        var counts = new RunCounts
        {
            Total = total,
            Unknown = Part(1),
            Applied = Part(2),
            AlreadySo = Part(3),
            Partial = Part(4),
            Refused = Part(5),
            NotApplied = Part(6),
            NotSent = Part(7),
        };

        // None is larger than the total, so that their sum is a number still, or a negative one.
        if (counts.Done < 0 || counts.Done > total)
        {
            row.Complain("more targets came to an outcome than it has");
        }

        return counts;

        long Part(int place) => row.Number(column + place, least: 0, most: Math.Min(total, long.MaxValue / 8));
    }

    private static ControlOperation ReadOperation(JournalRow row, int column)
    {
        var text = row.Text(column);
        if (ControlOperations.Find(text) is { ChangesState: true } operation)
        {
            return operation;
        }

        row.Complain(column, $"is none that this version knows ({WellFormedText.Excerpt(text)})");
        return ControlOperations.All[0];
    }

    private static string? ReadInput(JournalRow row)
    {
        const int text = 4;
        const int reference = 13;
        var input = row.TextOrNull(text);
        if (input is { Length: 0 } || (input is null && row.NumberOrNull(reference) is not null))
        {
            row.Complain(reference, "names an input that is not there");
            return null;
        }

        return input;
    }

    private static PlanHeader ReadPlan(JournalRow row, int column)
    {
        try
        {
            return PlanText.ReadHeader(Encoding.UTF8.GetBytes(row.Text(column)));
        }
        catch (PlanFormatException exception)
        {
            row.Complain(column, $"cannot be read: {exception.Message.TrimEnd('.')}");
            return new PlanHeader { CreatedAt = DateTimeOffset.UnixEpoch, Accounts = [] };
        }
    }

    private static RunPacing ReadPacing(JournalRow row, int column)
    {
        try
        {
            return RunPacing.FromText(row.TextOrNull(column));
        }
        catch (FormatException exception)
        {
            row.Complain(column, $"cannot be read: {exception.Message.TrimEnd('.')}");
            return RunPacing.None;
        }
    }
}
