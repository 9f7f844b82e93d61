namespace ExecutionControl.Reference.Codegen;

/// <summary>A pull request that agents work on.</summary>
internal sealed record PullRequestRow(long Id, string Title, string Url, DateTimeOffset CreatedAt, string HeadBranchName);
