using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>Adds paused executions, however many, in one statement.</summary>
internal static class PausedExecutions
{
    public static void Add(
        StateSession session, string automationId, long version, long firstId, long count, DateTimeOffset first, long millisecondsApart) => session.Execute(
        """
        WITH RECURSIVE number (n) AS (SELECT 0 WHERE $count > 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < $count)
        INSERT INTO executions (id, automation_id, version, state, created_at, updated_at, subject_user_id)
        SELECT $id + n, $automation, $version, $state, $first + n * $apart, $first + n * $apart, 'user_' || (1 + n % 97) FROM number
        """,
        ("$count", count), ("$id", firstId), ("$automation", automationId), ("$version", version),
        ("$state", (long)ExecutionState.PausedByCircuitBreaker), ("$first", first.ToUnixTimeMilliseconds()), ("$apart", millisecondsApart));
}
