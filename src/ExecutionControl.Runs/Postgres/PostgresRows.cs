using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>Reads the rows of a journal in PostgreSQL.</summary>
internal static class PostgresRows
{
    public const string TargetColumns = RunRows.TargetColumns;

    private static readonly RunRows _rows = new(static (row, column) => row.GetFieldValue<DateTimeOffset>(column));

    public static string RunColumns { get; } = RunRows.RunColumns("user_name");

    public static VerifiedRun Run(NpgsqlDataReader row) => _rows.Run(row);

    /// <inheritdoc cref="RunRows.Target"/>
    public static (RunTarget Target, long? Entry) Target(NpgsqlDataReader row, string runId, Func<string, string> share) => _rows.Target(row, runId, share);

    /// <inheritdoc cref="RunRows.TargetWithResult"/>
    public static RunTarget TargetWithResult(NpgsqlDataReader row, string runId, Func<string, string> share) => _rows.TargetWithResult(row, runId, share);
}
