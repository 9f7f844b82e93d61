namespace ExecutionControl.Reference.Codegen;

/// <summary>What can start an agent run.</summary>
internal static class AgentRunSource
{
    public static readonly IReadOnlyList<string> All =
    [
        "LOCAL", "SLACK", "GITHUB", "GITHUB_CHECK_SUITE", "GITHUB_PR_REVIEW", "LINEAR", "API", "CHAT", "JIRA", "CLICKUP", "MONDAY", "SETUP_COMMANDS",
    ];
}
