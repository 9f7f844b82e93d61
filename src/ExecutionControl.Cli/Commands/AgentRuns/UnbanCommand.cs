using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs unban</c>: takes a ban back.</summary>
internal sealed class UnbanCommand(CommandHost host) : PullRequestCommand(
    host,
    "unban",
    "Take a ban back, so that later checks of the pull request may start agents again. What was stopped stays stopped.")
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs unban 102",
        "ectl --sandbox agent-runs unban 102 --output json",
    ];

    protected override Question QuestionAbout(CodegenClient client, CardRange input, string subject) => new(
        $"let later checks start agents again on the pull request of {subject}",
        "yes: 'ectl agent-runs ban' stops them again")
    {
        IsForSeveralOnly = true,
    };

    protected override Task<StopAgentRunResult> TellAsync(CodegenClient client, long runId, CardRange cards, CancellationToken cancellationToken) =>
        client.UnbanAsync(runId, cards.Before, cards.After, cancellationToken);

    protected override string Sentence(long runId) =>
        $"Applied: later checks of the pull request of agent run {runId} may start agents again.";
}
