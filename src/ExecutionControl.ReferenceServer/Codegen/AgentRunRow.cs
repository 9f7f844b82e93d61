using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Codegen;

/// <summary>An agent run and its pull request, if it has one.</summary>
internal sealed record AgentRunRow(
    long Id, long OrganizationId, long UserId, string Status, DateTimeOffset CreatedAt, string? Result, string? Summary, string SourceType,
    PullRequestRow? PullRequest)
{
    /// <summary>The user that the API token belongs to, and every seeded run with it.</summary>
    public const long Author = 7;

    public const string Select =
        """
        SELECT run.id, run.organization_id, run.user_id, run.status, run.created_at, run.result, run.summary, run.source_type,
            pull.id AS pull_id, pull.title AS pull_title, pull.url AS pull_url, pull.created_at AS pull_created_at, pull.head_branch_name AS pull_branch
        FROM agent_runs run LEFT JOIN pull_requests pull ON pull.id = run.pull_request_id
        """;

    public static AgentRunRow Read(StateRow row) => new(
        row.Integer("id"), row.Integer("organization_id"), row.Integer("user_id"), row.Text("status"), row.Time("created_at"),
        row.OptionalText("result"), row.OptionalText("summary"), row.Text("source_type"),
        row.OptionalInteger("pull_id") is { } pullRequest
            ? new PullRequestRow(pullRequest, row.Text("pull_title"), row.Text("pull_url"), row.Time("pull_created_at"), row.Text("pull_branch"))
            : null);
}

/// <summary>A pull request that agents work on.</summary>
internal sealed record PullRequestRow(long Id, string Title, string Url, DateTimeOffset CreatedAt, string HeadBranchName);
