using System.Globalization;
using System.Text;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>
/// How executions move on by themselves. What a row says is only where it was last put; where it stands follows from that and the
/// time, so that nothing has to run in the background and any process sees the same.
/// </summary>
internal static class ExecutionCourse
{
    // How long after it was sent back to PENDING an execution enters each state.
    private static readonly (ExecutionState State, long AfterMilliseconds)[] Steps =
    [
        (ExecutionState.Pending, 0),
        (ExecutionState.Creating, 1_000),
        (ExecutionState.GetStep, 1_500),
        (ExecutionState.ProcessStep, 2_000),
        (ExecutionState.CompleteStep, 4_000),
        (ExecutionState.Done, 5_000),
    ];

    /// <summary>The same rule as <see cref="At"/> for SQL; <c>$now</c> is the time.</summary>
    public static string StateSql { get; } = BuildStateSql();

    /// <summary>The condition of an execution that was put into the paused state, whether it is in it still or not.</summary>
    public static string StoredAsPausedSql { get; } = string.Create(CultureInfo.InvariantCulture, $"state = {(int)ExecutionState.PausedByCircuitBreaker}");

    /// <summary>
    /// The condition of a paused execution that still can be settled: one whose termination has taken effect no longer is paused.
    /// </summary>
    public static string PausedSql { get; } = $"{StoredAsPausedSql} AND (terminate_at IS NULL OR terminate_at > $now)";

    /// <summary>Whether an execution can only be in this state because a row says so, never by the passing of time.</summary>
    public static bool IsOnlyStored(ExecutionState state) =>
        state != ExecutionState.Terminate && !Array.Exists(Steps, step => step.State == state);

    /// <summary>Where a row's execution stands at a time, and since when.</summary>
    public static (ExecutionState State, DateTimeOffset Since) At(ExecutionRow row, DateTimeOffset now)
    {
        if (row.TerminateAt is { } terminateAt && terminateAt <= now)
        {
            return (ExecutionState.Terminate, terminateAt);
        }

        if (row.RunAt is not { } runAt)
        {
            return (row.StoredState, row.UpdatedAt);
        }

        var (state, after) = Array.FindLast(Steps, step => runAt.AddMilliseconds(step.AfterMilliseconds) <= now);
        return state == ExecutionState.Unspecified ? (ExecutionState.Pending, runAt) : (state, runAt.AddMilliseconds(after));
    }

    private static string BuildStateSql()
    {
        var sql = new StringBuilder("CASE WHEN terminate_at <= $now THEN ").Append((int)ExecutionState.Terminate).Append(" WHEN run_at IS NULL THEN state");
        foreach (var (state, after) in Steps.Reverse())
        {
            sql.Append(CultureInfo.InvariantCulture, $" WHEN run_at + {after} <= $now THEN {(int)state}");
        }

        return sql.Append(CultureInfo.InvariantCulture, $" ELSE {(int)ExecutionState.Pending} END").ToString();
    }
}
