using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.Codegen.Models;

namespace ExecutionControl.Client.Codegen;

/// <summary>Turns the generated models into the public ones.</summary>
internal static class CodegenModels
{
    public static AgentRun ToAgentRun(this Wire.AgentRunResponse run, long organizationId) => new()
    {
        Id = run.Id ?? throw new UnreadableAnswerException("the run in the answer has no id"),
        OrganizationId = run.OrganizationId ?? organizationId,
        State = new AgentRunState(run.Status),
        CreatedAt = AnswerParseNode.ReadTime(run.CreatedAt),
        CreatedAtText = run.CreatedAt,
        WebUrl = run.WebUrl,
        Result = run.Result,
        Summary = run.Summary,
        SourceType = run.SourceType,
        PullRequests = [.. (run.GithubPullRequests ?? []).Select(ToPullRequest)],
    };

    /// <summary>A run is what it is whatever can be read of its pull requests.</summary>
    private static AgentRunPullRequest ToPullRequest(Wire.GithubPullRequestResponse pullRequest) => new()
    {
        Id = pullRequest.Id,
        Title = pullRequest.Title,
        Url = pullRequest.Url,
        HeadBranchName = pullRequest.HeadBranchName,
    };
}
