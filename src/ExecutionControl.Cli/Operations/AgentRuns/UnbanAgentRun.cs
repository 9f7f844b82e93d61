using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Operations.AgentRuns;

/// <summary>Takes a ban back.</summary>
internal sealed class UnbanAgentRun() : PullRequestOperation(ControlOperations.UnbanPullRequestChecks)
{
    public override OperationHelp Help { get; } = new(
        "Take a ban back, so that later checks of the pull request may start agents again. What was stopped stays stopped.",
        "An agent run on the pull request that is meant: a positive whole number.",
        "ectl agent-runs unban 102",
        "ectl --sandbox agent-runs unban 102 --output json");

    public override string Sentence(CardRange input, string subject) => $"let later checks start agents again on the pull request of {subject}";

    public override Task<HttpRequestMessage> PlanAsync(CodegenClient client, CardRange input, string target, CancellationToken cancellationToken) =>
        client.Requests.UnbanPullRequestChecksAsync(TargetIds.ToNumber(target), OptionsOf(input), cancellationToken);

    public override async Task<OperationStep> ActAsync(CodegenClient client, CardRange input, TargetCall call, CancellationToken cancellationToken)
    {
        var id = TargetIds.ToNumber(call.Target);
        var result = await call.SendAsync(() => client.UnbanPullRequestChecksAsync(id, OptionsOf(input), cancellationToken: cancellationToken));
        return new OperationStep(Accepted(result, $"Applied: later checks of the pull request of agent run {id} may start agents again."));
    }
}
