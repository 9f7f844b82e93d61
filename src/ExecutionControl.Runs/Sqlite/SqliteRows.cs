using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs;

/// <summary>Reads the rows of a journal in SQLite.</summary>
internal static class SqliteRows
{
    public const string TargetColumns = RunRows.TargetColumns;

    /// <summary>The tables that <see cref="TargetColumns"/> come from.</summary>
    public const string TargetTables = "targets t LEFT JOIN inputs i ON i.key = t.input";

    private static readonly RunRows _rows = new(static (row, column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column)));

    public static string RunColumns { get; } = RunRows.RunColumns("user");

    public static (long Key, RunRecord Run) Run(SqliteDataReader row)
    {
        var run = _rows.Run(row);
        return (run.Key, run.Record);
    }

    /// <inheritdoc cref="RunRows.Target"/>
    public static (RunTarget Target, long? Entry) Target(SqliteDataReader row, string runId, Func<string, string> share) => _rows.Target(row, runId, share);

    /// <inheritdoc cref="RunRows.TargetWithResult"/>
    public static RunTarget TargetWithResult(SqliteDataReader row, string runId, Func<string, string> share) => _rows.TargetWithResult(row, runId, share);
}
