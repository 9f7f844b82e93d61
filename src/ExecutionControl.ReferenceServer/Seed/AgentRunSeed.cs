using ExecutionControl.Reference.Codegen;
using ExecutionControl.Reference.Credentials;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Seed;

/// <summary>Codegen's agent runs. 101 and 102 share a pull request: a ban of one stops both.</summary>
internal static class AgentRunSeed
{
    public static void Write(StateSession session, DateTimeOffset now)
    {
        var shared = new PullRequestRow(
            7001, "Retry uploads that time out", "https://github.com/example/shop/pull/318", now.AddHours(-5), "codegen/retry-uploads");
        var merged = new PullRequestRow(
            7003, "Drop the old price table", "https://github.com/example/shop/pull/311", now.AddDays(-2), "codegen/drop-price-table");
        Add(session, now.AddHours(-6), new AgentRunRow(
            101, CredentialSet.OrganizationId, AgentRunRow.Author, AgentRunStatuses.Paused, now.AddHours(-6), Result: null,
            "Waits for an answer: are three attempts enough?", "SLACK", shared), "Make uploads try again when they time out.");
        Add(session, now.AddHours(-3), new AgentRunRow(
            102, CredentialSet.OrganizationId, AgentRunRow.Author, AgentRunStatuses.Active, now.AddHours(-3), Result: null,
            "Works on the review of the pull request.", "GITHUB_PR_REVIEW", shared), "Answer the review.");
        Add(session, now.AddDays(-2), new AgentRunRow(
            103, CredentialSet.OrganizationId, AgentRunRow.Author, AgentRunStatuses.Complete, now.AddDays(-2), "The table is gone and nothing reads it.",
            "Removed the table and its migration.", "LINEAR", merged), "Remove the price table that nobody reads any more.");
        Add(session, now.AddHours(-1), new AgentRunRow(
            104, CredentialSet.OrganizationId, AgentRunRow.Author, AgentRunStatuses.Paused, now.AddHours(-1), Result: null,
            "Waits for an answer: which version of Node?", "SETUP_COMMANDS", PullRequest: null), "Set the repository up.");
    }

    private static void Add(StateSession session, DateTimeOffset promptedAt, AgentRunRow run, string prompt)
    {
        AgentRunStore.Add(session, run);
        AgentRunStore.AddPrompt(session, run.Id, prompt, imageCount: 0, promptedAt);
    }
}
