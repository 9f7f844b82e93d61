using System.Text;
using ExecutionControl.Client;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs;

/// <summary>Reads the rows of a journal in SQLite.</summary>
internal static class SqliteRows
{
    public const string RunColumns =
        "key, id, number, created_at, command, plan, digest, user, host, total, unknown, applied, already_so, partial, refused, not_applied, not_sent, worker";

    public const string TargetColumns =
        "t.ordinal, t.operation, t.account, t.id, i.text, t.state, t.skip, t.status, t.intents, t.intended_at, t.settled_at, t.entry, t.outcome";

    /// <summary>The tables that <see cref="TargetColumns"/> come from.</summary>
    public const string TargetTables = "targets t LEFT JOIN inputs i ON i.key = t.input";

    public static (long Key, RunRecord Run) Run(SqliteDataReader row) => (row.GetInt64(0), new RunRecord
    {
        Id = row.GetString(1),
        Number = row.IsDBNull(2) ? 0 : row.GetInt64(2),
        CreatedAt = Time(row.GetInt64(3)),
        IsCommand = row.GetInt64(4) != 0,
        Plan = PlanText.ReadHeader(Encoding.UTF8.GetBytes(row.GetString(5))),
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
        Worker = row.IsDBNull(17) ? null : row.GetString(17),
    });

    /// <summary>A target, without what became of it, and where in the history that stands.</summary>
    public static (RunTarget Target, long? Entry) Target(SqliteDataReader row, string runId, Func<string, string> share)
    {
        var operation = row.GetString(1);
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
            Status = (RunTargetStatus)row.GetInt64(7),
            Intents = (int)row.GetInt64(8),
            IntendedAt = row.IsDBNull(9) ? null : Time(row.GetInt64(9)),
            SettledAt = row.IsDBNull(10) ? null : Time(row.GetInt64(10)),
            WasUnknown = row.GetInt64(7) != (long)RunTargetStatus.Settled && !row.IsDBNull(12) && row.GetInt64(12) == (long)TargetOutcome.Unknown,
        };
        return (target, row.IsDBNull(11) ? null : row.GetInt64(11));
    }

    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
