using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Operations.AgentRuns;

/// <summary>Stops the agents on a pull request.</summary>
internal sealed class BanAgentRun() : PullRequestOperation(ControlOperations.BanPullRequestChecks)
{
    public override OperationHelp Help { get; } = new(
        "Stop every agent on the pull request of an agent run, and let later checks of it start none. Codegen has no other stop.",
        "An agent run on the pull request that is meant: a positive whole number.",
        "ectl agent-runs ban 102",
        "ectl agent-runs ban 102 104",
        "ectl agent-runs ban 102 --dry-run",
        "ectl --sandbox agent-runs ban 102 --yes --output json");

    public override string ExtentTitle => "pull request";

    public override string Sentence(CardRange input, string subject) => $"stop every agent on the pull request of {subject}";

    public override async Task<OperationExtent> FindExtentAsync(CodegenClient client, string target, CancellationToken cancellationToken)
    {
        var run = await client.GetAgentRunAsync(TargetIds.ToNumber(target), cancellationToken: cancellationToken);
        return new OperationExtent(run.PullRequests.Count == 0
            ? "none: the agent run alone"
            : string.Join(", ", run.PullRequests.Select(request => request.Url ?? request.Title ?? "without a name")));
    }

    public override Task<HttpRequestMessage> PlanAsync(CodegenClient client, CardRange input, string target, CancellationToken cancellationToken) =>
        client.Requests.BanPullRequestChecksAsync(TargetIds.ToNumber(target), OptionsOf(input), cancellationToken);

    public override async Task<OperationStep> ActAsync(CodegenClient client, CardRange input, TargetCall call, CancellationToken cancellationToken)
    {
        var id = TargetIds.ToNumber(call.Target);
        var result = await call.SendAsync(() => client.BanPullRequestChecksAsync(id, OptionsOf(input), cancellationToken: cancellationToken));
        return new OperationStep(
            Accepted(result, $"Applied: the agents on the pull request of agent run {id} are stopped, and later checks of it start none."));
    }
}
