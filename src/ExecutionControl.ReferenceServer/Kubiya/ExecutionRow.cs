using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>An execution of an agent or a team.</summary>
internal sealed record ExecutionRow(
    string Id, string ExecutionType, string EntityId, string EntityName, string Prompt, string Status, string? Response, string? ErrorMessage,
    string RunnerName, string UserEmail, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>The organization that the API key belongs to, and every execution with it.</summary>
    public const string OrganizationId = "sandbox";

    public const string Columns =
        """
        id, execution_type, entity_id, entity_name, prompt, status, response, error_message, runner_name, user_email, created_at, started_at,
        completed_at, updated_at
        """;

    /// <summary>The id of the workflow that does the work, made of the id in the form in which the caller wrote it.</summary>
    public string WorkflowId(string id) => ExecutionType is "TEAM" ? $"team-execution-{id}" : $"agent-execution-{id}";

    public static ExecutionRow Read(StateRow row) => new(
        row.Text("id"), row.Text("execution_type"), row.Text("entity_id"), row.Text("entity_name"), row.Text("prompt"), row.Text("status"),
        row.OptionalText("response"), row.OptionalText("error_message"), row.Text("runner_name"), row.Text("user_email"),
        row.Time("created_at"), row.OptionalTime("started_at"), row.OptionalTime("completed_at"), row.Time("updated_at"));
}
