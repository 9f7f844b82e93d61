using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>The executions.</summary>
internal static class ExecutionStore
{
    public static ExecutionRow? Find(StateSession session, Guid id) => session.First(
        $"SELECT {ExecutionRow.Columns} FROM kubiya_executions WHERE id = $id", ExecutionRow.Read, ("$id", id.ToString("D")));

    /// <summary>Executions in a status and of a type, or in and of any where these are null; newest first.</summary>
    public static List<ExecutionRow> List(StateSession session, string? status, string? type, long skip, long limit) => session.Query(
        $"""
        SELECT {ExecutionRow.Columns} FROM kubiya_executions
        WHERE ($status IS NULL OR status = $status) AND ($type IS NULL OR execution_type = $type)
        ORDER BY created_at DESC, id LIMIT $limit OFFSET $skip
        """,
        ExecutionRow.Read,
        ("$status", status), ("$type", type), ("$skip", skip), ("$limit", limit));

    public static void Add(StateSession session, ExecutionRow row) => session.Execute(
        $"""
        INSERT INTO kubiya_executions ({ExecutionRow.Columns})
        VALUES ($id, $type, $entity, $name, $prompt, $status, $response, $error, $runner, $user, $created, $started, $completed, $updated)
        """,
        ("$id", row.Id), ("$type", row.ExecutionType), ("$entity", row.EntityId), ("$name", row.EntityName), ("$prompt", row.Prompt),
        ("$status", row.Status), ("$response", row.Response), ("$error", row.ErrorMessage), ("$runner", row.RunnerName), ("$user", row.UserEmail),
        ("$created", row.CreatedAt.ToUnixTimeMilliseconds()), ("$started", row.StartedAt?.ToUnixTimeMilliseconds()),
        ("$completed", row.CompletedAt?.ToUnixTimeMilliseconds()), ("$updated", row.UpdatedAt.ToUnixTimeMilliseconds()));

    public static void SetStatus(StateSession session, string id, string status, string? error, DateTimeOffset now) => session.Execute(
        "UPDATE kubiya_executions SET status = $status, error_message = $error, updated_at = $now, completed_at = $completed WHERE id = $id",
        ("$status", status), ("$error", error), ("$now", now.ToUnixTimeMilliseconds()),
        ("$completed", ExecutionStatuses.IsFinal(status) ? now.ToUnixTimeMilliseconds() : null), ("$id", id));
}
