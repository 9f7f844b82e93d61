using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>Settles paused executions a batch at a time, in ascending order of their ids, so that a million need no more memory than ten.</summary>
internal static class BacklogStore
{
    private const string InRange = "automation_id = $automation AND id >= $first AND id <= $to AND ";

    private const string RunSql = "state = $pending, run_at = CASE WHEN terminate_at IS NULL THEN $now END, updated_at = $now, completed_at = NULL";

    // Below zero: fails for ever.
    private const string UseUpSql = "CASE WHEN failures_left > 0 THEN failures_left - 1 ELSE failures_left END";

    // When it ended is when it was updated: a row that keeps its length is written where it lies.
    private const string CancelSql = "state = $terminate, run_at = NULL, terminate_at = NULL, updated_at = $now, completed_at = NULL";

    /// <summary>Begins to settle what is paused now; null when nothing is.</summary>
    public static Backlog? Begin(
        StateSession session, string automationId, PausedDecision decision, string actor, string reason, DateTimeOffset now)
    {
        var auditRow = AuditStore.Begin(session, automationId, decision, actor, reason, now);
        if (ExecutionStore.LastPaused(session, automationId, now) is { } lastId)
        {
            return new Backlog(automationId, decision, auditRow, lastId);
        }

        AuditStore.Finish(session, auditRow, now);
        return null;
    }

    /// <summary>Settles the next batch after an id. Each execution that fails uses up one of its failures and stays paused.</summary>
    public static BacklogBatch Settle(StateSession session, Backlog backlog, long after, int size, DateTimeOffset now)
    {
        // A reset puts the seed in the place of the backlog while it is worked on: that one is not ours to settle.
        if (!AuditStore.Exists(session, backlog.AuditRowId))
        {
            return BacklogBatch.Empty(after);
        }

        if (NextBatch(session, backlog, after, size) is not var (first, to, isNarrow))
        {
            AuditStore.Finish(session, backlog.AuditRowId, now);
            return BacklogBatch.Empty(after);
        }

        var range = ((string, object?)[])
        [
            ("$automation", backlog.AutomationId), ("$first", first), ("$to", to), ("$now", now.ToUnixTimeMilliseconds()),
            ("$pending", (long)ExecutionState.Pending), ("$terminate", (long)ExecutionState.Terminate), ("$audit", backlog.AuditRowId),
        ];
        var resolved = session.Execute(
            $"""
            UPDATE executions {(isNarrow ? "NOT INDEXED" : "")} SET {(backlog.Decision == PausedDecision.Run ? RunSql : CancelSql)}
            WHERE {InRange}{ExecutionCourse.PausedSql} AND failures_left = 0
            """,
            range);

        // Whatever of the range is paused still has just failed; where each id of it was settled, nothing is.
        var errored = 0;
        if (!isNarrow || resolved <= to - first)
        {
            session.Execute(
                $"INSERT INTO audit_failures (audit_row_id, execution_id) SELECT $audit, id FROM executions WHERE {InRange}{ExecutionCourse.PausedSql}", range);
            errored = session.Execute($"UPDATE executions SET failures_left = {UseUpSql} WHERE {InRange}{ExecutionCourse.PausedSql}", range);
        }

        AuditStore.AddCounts(session, backlog.AuditRowId, resolved, errored);
        if (to == backlog.LastId)
        {
            AuditStore.Finish(session, backlog.AuditRowId, now);
        }

        return new BacklogBatch(resolved, errored, to, to == backlog.LastId);
    }

    /// <summary>Lets the first paused executions of an automation fail for ever, so many in all however often it is asked for.</summary>
    public static void NeverResolve(StateSession session, string automationId, int count, DateTimeOffset now) => session.Execute(
        $"""
        UPDATE executions SET failures_left = -1 WHERE id IN (
            SELECT id FROM executions WHERE automation_id = $automation AND failures_left >= 0 AND {ExecutionCourse.PausedSql} ORDER BY id
            LIMIT MAX(0, $count - (SELECT COUNT(*) FROM executions WHERE automation_id = $automation AND failures_left < 0)))
        """,
        ("$automation", automationId), ("$count", (long)count), ("$now", now.ToUnixTimeMilliseconds()));

    /// <summary>Takes back every <see cref="NeverResolve"/>.</summary>
    public static void LetAllResolve(StateSession session) => session.Execute("UPDATE executions SET failures_left = 0 WHERE failures_left < 0");

    // Those whose termination has taken effect since belong to it, too: to leave them out, each row would have to be looked at.
    private static (long First, long To, bool IsNarrow)? NextBatch(StateSession session, Backlog backlog, long after, int size)
    {
        var parameters = ((string, object?)[])
            [("$automation", backlog.AutomationId), ("$after", after), ("$last", backlog.LastId), ("$size", (long)size)];
        var rest = $"FROM executions WHERE automation_id = $automation AND id > $after AND id <= $last AND {ExecutionCourse.StoredAsPausedSql}";
        if (session.Integer($"SELECT MIN(id) {rest}", parameters) is not { } first)
        {
            return null;
        }

        // Mostly their ids follow one another: so many ids are so many executions, which need not be counted, and are found without the index.
        var narrow = backlog.LastId - first < size ? backlog.LastId : first + size - 1;
        return IsPaused(session, backlog.AutomationId, narrow)
            ? (first, narrow, IsNarrow: true)
            : (first, session.Integer($"SELECT MAX(id) FROM (SELECT id {rest} ORDER BY id LIMIT $size)", parameters)!.Value, IsNarrow: false);
    }

    private static bool IsPaused(StateSession session, string automationId, long id) => session.Integer(
        $"SELECT 1 FROM executions WHERE id = $id AND automation_id = $automation AND {ExecutionCourse.StoredAsPausedSql}",
        ("$id", id), ("$automation", automationId)) is not null;
}

/// <summary>The paused executions of one automation that are being settled.</summary>
/// <param name="AutomationId">The automation.</param>
/// <param name="Decision">What becomes of them.</param>
/// <param name="AuditRowId">The audit row that counts them.</param>
/// <param name="LastId">The greatest id among them: what is paused later does not belong to it.</param>
internal sealed record Backlog(string AutomationId, PausedDecision Decision, long AuditRowId, long LastId);

/// <summary>What became of one batch of a backlog.</summary>
/// <param name="Resolved">Executions that were settled.</param>
/// <param name="Errored">Executions that could not be settled and stayed paused.</param>
/// <param name="LastId">How far the backlog has been worked through.</param>
/// <param name="IsLast">Whether nothing is left to be tried.</param>
internal sealed record BacklogBatch(long Resolved, long Errored, long LastId, bool IsLast)
{
    /// <summary>There was nothing left to do.</summary>
    public static BacklogBatch Empty(long lastId) => new(0, 0, lastId, IsLast: true);
}

/// <summary>What becomes of paused executions, numbered as on the wire.</summary>
internal enum PausedDecision
{
    Unspecified = 0,
    Run = 1,
    Cancel = 2,
}
