using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>
/// Backlogs that are settled in the background. How far each has come is part of the state, so that work that a stopped process left
/// behind is taken up again, and processes that share a state file share the work.
/// </summary>
internal static class BulkActionStore
{
    /// <summary>Notes a backlog as work for the background and gives it a public id.</summary>
    public static string Add(StateSession session, Backlog backlog)
    {
        var id = session.Integer(
            """
            INSERT INTO bulk_actions (automation_id, decision, audit_row_id, after_id, last_id)
            VALUES ($automation, $decision, $audit, 0, $last) RETURNING id
            """,
            ("$automation", backlog.AutomationId), ("$decision", (long)backlog.Decision), ("$audit", backlog.AuditRowId), ("$last", backlog.LastId))!.Value;
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"bulk action {id}")));
        return "bulk_" + Convert.ToHexStringLower(digest)[..24];
    }

    /// <summary>Settles the next batch of the oldest unfinished backlog; null when there is none.</summary>
    public static BacklogBatch? SettleNext(StateSession session, int size, DateTimeOffset now)
    {
        var next = session.First(
            """
            SELECT id, automation_id, decision, audit_row_id, after_id, last_id FROM bulk_actions WHERE finished_at IS NULL ORDER BY id LIMIT 1
            """,
            row => new Unfinished(
                row.Integer("id"),
                new Backlog(row.Text("automation_id"), (PausedDecision)row.Integer("decision"), row.Integer("audit_row_id"), row.Integer("last_id")),
                row.Integer("after_id")));
        if (next is null)
        {
            return null;
        }

        var batch = BacklogStore.Settle(session, next.Backlog, next.AfterId, size, now);
        session.Execute(
            "UPDATE bulk_actions SET after_id = $after, finished_at = $finished WHERE id = $id",
            ("$after", batch.LastId), ("$finished", batch.IsLast ? now.ToUnixTimeMilliseconds() : null), ("$id", next.Id));
        return batch;
    }

    private sealed record Unfinished(long Id, Backlog Backlog, long AfterId);
}
