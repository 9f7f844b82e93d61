using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.Codegen.Models;

namespace ExecutionControl.Client.Codegen;

/// <summary>Turns the generated models into the public ones.</summary>
internal static class CodegenModels
{
    public static AgentRun ToAgentRun(this Wire.AgentRunResponse run) => new()
    {
        Id = run.Id ?? throw new UnreadableAnswerException("the run in the answer has no id"),
        OrganizationId = run.OrganizationId ?? throw new UnreadableAnswerException("the run in the answer has no organization"),
        Status = new AgentRunStatus(run.Status),
        CreatedAt = run.CreatedAt,
        WebUrl = run.WebUrl,
        Result = run.Result,
        Summary = run.Summary,
        SourceType = run.SourceType,
        PullRequests = [.. (run.GithubPullRequests ?? []).Select(ToPullRequest)],
    };

    private static AgentRunPullRequest ToPullRequest(Wire.GithubPullRequestResponse pullRequest) => new()
    {
        Id = pullRequest.Id ?? throw new UnreadableAnswerException("a pull request in the answer has no id"),
        Title = pullRequest.Title,
        Url = pullRequest.Url,
        HeadBranchName = pullRequest.HeadBranchName,
    };
}
