using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>
/// The audit rows of settled backlogs. A row begins before the first execution is touched and grows in the very transactions that
/// settle them, so that it is never wrong, whenever the server is killed.
/// </summary>
internal static class AuditStore
{
    public static long Begin(
        StateSession session, string automationId, PausedDecision decision, string actor, string reason, DateTimeOffset now) => session.Integer(
        """
        INSERT INTO audit_rows (event, automation_id, actor, reason, started_at) VALUES ($event, $automation, $actor, $reason, $now) RETURNING id
        """,
        ("$event", decision == PausedDecision.Run ? "paused_run" : "paused_cancelled"), ("$automation", automationId), ("$actor", actor),
        ("$reason", reason), ("$now", now.ToUnixTimeMilliseconds()))!.Value;

    /// <summary>Whether a row is there still: a reset takes it away under work that goes on.</summary>
    public static bool Exists(StateSession session, long id) => session.Integer("SELECT 1 FROM audit_rows WHERE id = $id", ("$id", id)) is not null;

    public static void AddCounts(StateSession session, long id, long resolved, long errored) => session.Execute(
        "UPDATE audit_rows SET resolved_count = resolved_count + $resolved, errored_count = errored_count + $errored WHERE id = $id",
        ("$resolved", resolved), ("$errored", errored), ("$id", id));

    public static void Finish(StateSession session, long id, DateTimeOffset now) => session.Execute(
        "UPDATE audit_rows SET finished_at = $now WHERE id = $id", ("$now", now.ToUnixTimeMilliseconds()), ("$id", id));

    public static List<AuditRow> All(StateSession session)
    {
        var failures = session.Query(
                "SELECT audit_row_id, execution_id FROM audit_failures ORDER BY audit_row_id, execution_id",
                row => (AuditRow: row.Integer("audit_row_id"), Execution: row.Integer("execution_id")))
            .ToLookup(failure => failure.AuditRow, failure => failure.Execution);
        return session.Query(
            "SELECT id, event, automation_id, actor, reason, resolved_count, errored_count, started_at, finished_at FROM audit_rows ORDER BY id",
            row => new AuditRow(
                row.Text("event"), row.Text("automation_id"), row.Text("actor"), row.Text("reason"), row.Integer("resolved_count"),
                row.Integer("errored_count"), [.. failures[row.Integer("id")]], row.Time("started_at"), row.OptionalTime("finished_at")));
    }
}
