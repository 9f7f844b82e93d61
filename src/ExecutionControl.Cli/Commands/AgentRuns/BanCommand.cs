using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Targets;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs ban</c>: stops the agents on a pull request.</summary>
internal sealed class BanCommand(CommandHost host) : PullRequestCommand(
    host,
    "ban",
    "Stop every agent on the pull request of an agent run, and let later checks of it start none. Codegen has no other stop.")
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs ban 102",
        "ectl agent-runs ban 102 104",
        "ectl agent-runs ban 102 --dry-run",
        "ectl --sandbox agent-runs ban 102 --output json",
    ];

    protected override Question QuestionAbout(CodegenClient client, CardRange input, string subject) => new(
        $"stop every agent on the pull request of {subject}",
        "in part: 'ectl agent-runs unban' lets later checks start agents again; what was stopped stays stopped")
    {
        ExtentTitle = "pull request",
        Extent = async (run, token) => PullRequestsOf(await client.GetAsync(TargetArgument.ToNumber(run), token)),
    };

    protected override Task<StopAgentRunResult> TellAsync(CodegenClient client, long runId, CardRange cards, CancellationToken cancellationToken) =>
        client.BanAsync(runId, cards.Before, cards.After, cancellationToken);

    protected override string Sentence(long runId) =>
        $"Applied: the agents on the pull request of agent run {runId} are stopped, and later checks of it start none.";

    private static string PullRequestsOf(AgentRun run) => run.PullRequests.Count == 0
        ? "none: the agent run alone"
        : string.Join(", ", run.PullRequests.Select(request => request.Url ?? request.Title ?? "without a name"));
}
