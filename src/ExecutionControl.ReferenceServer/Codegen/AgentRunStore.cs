using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Codegen;

/// <summary>The agent runs, their prompts and their pull requests.</summary>
internal static class AgentRunStore
{
    private const string Filter =
        "WHERE run.organization_id = $org AND ($user IS NULL OR run.user_id = $user) AND ($source IS NULL OR run.source_type = $source)";

    public static AgentRunRow? Find(StateSession session, long organizationId, long id) => session.First(
        $"{AgentRunRow.Select} WHERE run.id = $id AND run.organization_id = $org", AgentRunRow.Read, ("$id", id), ("$org", organizationId));

    /// <summary>A page of runs, newest first, and how many there are in all.</summary>
    public static (List<AgentRunRow> Rows, long Total) List(
        StateSession session, long organizationId, long? userId, string? sourceType, long skip, long limit)
    {
        var parameters = ((string, object?)[])
            [("$org", organizationId), ("$user", userId), ("$source", sourceType), ("$skip", skip), ("$limit", limit)];
        var rows = session.Query(
            $"{AgentRunRow.Select} {Filter} ORDER BY run.created_at DESC, run.id DESC LIMIT $limit OFFSET $skip", AgentRunRow.Read, parameters);
        return (rows, session.Integer($"SELECT COUNT(*) FROM agent_runs run {Filter}", parameters) ?? 0);
    }

    public static void Add(StateSession session, AgentRunRow run)
    {
        if (run.PullRequest is { } pull)
        {
            session.Execute(
                """
                INSERT INTO pull_requests (id, title, url, created_at, head_branch_name) VALUES ($id, $title, $url, $created, $branch)
                ON CONFLICT DO NOTHING
                """,
                ("$id", pull.Id), ("$title", pull.Title), ("$url", pull.Url), ("$created", pull.CreatedAt.ToUnixTimeMilliseconds()),
                ("$branch", pull.HeadBranchName));
        }

        session.Execute(
            """
            INSERT INTO agent_runs (id, organization_id, user_id, status, created_at, result, summary, source_type, pull_request_id)
            VALUES ($id, $org, $user, $status, $created, $result, $summary, $source, $pull)
            """,
            ("$id", run.Id), ("$org", run.OrganizationId), ("$user", run.UserId), ("$status", run.Status),
            ("$created", run.CreatedAt.ToUnixTimeMilliseconds()), ("$result", run.Result), ("$summary", run.Summary), ("$source", run.SourceType),
            ("$pull", run.PullRequest?.Id));
    }

    public static void AddPrompt(StateSession session, long runId, string prompt, int imageCount, DateTimeOffset now) => session.Execute(
        "INSERT INTO agent_run_prompts (agent_run_id, prompt, image_count, received_at) VALUES ($run, $prompt, $images, $now)",
        ("$run", runId), ("$prompt", prompt), ("$images", (long)imageCount), ("$now", now.ToUnixTimeMilliseconds()));

    public static long CountPrompts(StateSession session, long runId) =>
        session.Integer("SELECT COUNT(*) FROM agent_run_prompts WHERE agent_run_id = $run", ("$run", runId)) ?? 0;

    public static void SetStatus(StateSession session, long runId, string status) =>
        session.Execute("UPDATE agent_runs SET status = $status WHERE id = $run", ("$status", status), ("$run", runId));

    public static void SetBanned(StateSession session, long pullRequestId, bool banned) =>
        session.Execute("UPDATE pull_requests SET banned = $banned WHERE id = $pull", ("$banned", banned ? 1L : 0L), ("$pull", pullRequestId));

    /// <summary>The runs on the same pull request, the given one included.</summary>
    public static List<AgentRunRow> OnSamePullRequest(StateSession session, AgentRunRow run) => run.PullRequest is { } pull
        ? session.Query($"{AgentRunRow.Select} WHERE run.pull_request_id = $pull ORDER BY run.id", AgentRunRow.Read, ("$pull", pull.Id))
        : [run];
}
