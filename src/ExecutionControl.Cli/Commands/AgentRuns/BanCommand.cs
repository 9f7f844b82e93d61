using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs ban</c>: Codegen's only stop.</summary>
internal sealed class BanCommand(CommandHost host) : PullRequestCommand(
    host,
    "ban",
    "Stop every agent on the pull request of one agent run, and let later checks of it start none. Codegen has no other stop.")
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs ban 102",
        "ectl agent-runs ban 102 --dry-run",
        "ectl --sandbox agent-runs ban 102 --output json",
    ];

    protected override async Task<StopAgentRunResult> TellAsync(
        CodegenClient client,
        long runId,
        (string? Before, string? After) cards,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        var question = new Question(
            $"stop every agent on the pull request of agent run {runId}",
            "in part: 'ectl agent-runs unban' lets later checks start agents again; what was stopped stays stopped")
        {
            ExtentTitle = "pull request",
            Extent = async token => PullRequestsOf(await client.GetAsync(runId, token)),
        };
        await Confirmation.AskAsync(context, question, cancellationToken);
        return await context.CallAsync(() => client.BanAsync(runId, cards.Before, cards.After, cancellationToken));
    }

    protected override string Sentence(long runId) =>
        $"Applied: the agents on the pull request of agent run {runId} are stopped, and later checks of it start none.";

    private static string PullRequestsOf(AgentRun run) => run.PullRequests.Count == 0
        ? "none: the agent run alone"
        : string.Join(", ", run.PullRequests.Select(request => request.Url ?? request.Title ?? "without a name"));
}
