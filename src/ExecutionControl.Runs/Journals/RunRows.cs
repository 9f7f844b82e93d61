using System.Data.Common;
using System.Text;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>Reads runs and targets from the rows of a journal, which are alike in every kind of journal but for their times.</summary>
/// <param name="timeOf">Reads a time from a column.</param>
internal sealed class RunRows(Func<DbDataReader, int, DateTimeOffset> timeOf)
{
    /// <summary>The columns of <see cref="Target"/>, of the tables <c>t</c> of targets and <c>i</c> of inputs.</summary>
    public const string TargetColumns =
        "t.ordinal, t.operation, t.account, t.id, i.text, t.state, t.skip, t.status, t.intents, t.intended_at, t.settled_at, t.entry, t.outcome";

    /// <summary>The columns of <see cref="Run"/>.</summary>
    /// <param name="user">What the column with the user is called.</param>
    public static string RunColumns(string user) =>
        $"key, id, number, created_at, command, plan, digest, {user}, host, total, unknown, applied, already_so, partial, refused, not_applied, not_sent, "
        + "worker, entries, head, pacing, canary_passed";

    public VerifiedRun Run(DbDataReader row)
    {
        var id = row.GetString(1);
        var (rows, head) = (row.GetInt64(18), row.GetFieldValue<byte[]>(19));
        var record = new RunRecord
        {
            Id = id,
            Number = row.IsDBNull(2) ? 0 : row.GetInt64(2),
            CreatedAt = timeOf(row, 3),
            IsCommand = row.GetBoolean(4),
            Plan = ReadPlan(id, row.GetString(5)),
            Digest = row.GetString(6),
            User = row.GetString(7),
            Host = row.GetString(8),
            Counts = new RunCounts
            {
                Total = row.GetInt64(9),
                Unknown = row.GetInt64(10),
                Applied = row.GetInt64(11),
                AlreadySo = row.GetInt64(12),
                Partial = row.GetInt64(13),
                Refused = row.GetInt64(14),
                NotApplied = row.GetInt64(15),
                NotSent = row.GetInt64(16),
            },
            Worker = Text(row, 17),
            Pacing = ReadPacing(id, Text(row, 20)),
            IsCanaryPassed = row.GetBoolean(21),
            Head = new ChainHead(id, rows, Convert.ToHexStringLower(head)),
        };
        return new VerifiedRun(row.GetInt64(0), record, rows, head);
    }

    /// <summary>A target, without what became of it, and where in the history that stands.</summary>
    public (RunTarget Target, long? Entry) Target(DbDataReader row, string runId, Func<string, string> share)
    {
        var operation = row.GetString(1);
        var status = (RunTargetStatus)row.GetInt16(7);
        var target = new RunTarget
        {
            RunId = runId,
            Ordinal = row.GetInt64(0),
            Planned = new PlannedTarget
            {
                Operation = ControlOperations.Find(operation)
                    ?? throw new RunJournalException($"Run {runId} holds the operation {operation}, which this version does not know."),
                Account = share(row.GetString(2)),
                Id = row.GetString(3),
                Input = Text(row, 4) is { } input ? share(input) : null,
                State = Text(row, 5) is { } state ? share(state) : null,
                SkipReason = Text(row, 6),
            },
            Status = status,
            Intents = row.GetInt32(8),
            IntendedAt = row.IsDBNull(9) ? null : timeOf(row, 9),
            SettledAt = row.IsDBNull(10) ? null : timeOf(row, 10),
            WasUnknown = status != RunTargetStatus.Settled && !row.IsDBNull(12) && row.GetInt16(12) == (short)TargetOutcome.Unknown,
        };
        return (target, row.IsDBNull(11) ? null : row.GetInt64(11));
    }

    /// <summary>A target with what became of it, which stands behind its other columns.</summary>
    public RunTarget TargetWithResult(DbDataReader row, string runId, Func<string, string> share)
    {
        const int content = 13;
        var (target, entry) = Target(row, runId, share);
        return entry is { } sequence && Text(row, content) is { } text
            ? target with { Result = HistoryChain.ReadResult(runId, sequence, text) }
            : target;
    }

    private static PlanHeader ReadPlan(string runId, string plan)
    {
        try
        {
            return PlanText.ReadHeader(Encoding.UTF8.GetBytes(plan));
        }
        catch (PlanFormatException exception)
        {
            throw new RunJournalException($"What is noted of run {runId} cannot be read: {exception.Message}", exception);
        }
    }

    private static RunPacing ReadPacing(string runId, string? pacing)
    {
        try
        {
            return RunPacing.FromText(pacing);
        }
        catch (FormatException exception)
        {
            throw new RunJournalException($"What is noted of run {runId} cannot be read: {exception.Message}", exception);
        }
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
