namespace ExecutionControl.Cli.Items;

/// <summary>A pull request that an agent run works on.</summary>
internal sealed record PullRequestDocument(string? Id, string? Title, string? Url, string? HeadBranchName);
