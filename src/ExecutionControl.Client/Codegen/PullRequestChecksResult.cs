namespace ExecutionControl.Client.Codegen;

/// <summary>The service took a ban or an unban of a run's pull request.</summary>
public sealed record PullRequestChecksResult : ControlResult;
