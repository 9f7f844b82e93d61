namespace ExecutionControl.Client.Codegen;

/// <summary>The service took a ban or an unban of a run's pull request.</summary>
public sealed record PullRequestChecksResult : ControlResult
{
    /// <summary>Whether the checks are banned now; <see langword="false"/> where a ban was taken back.</summary>
    public required bool IsBanned { get; init; }

    private protected override ControlOperation? FindOperation() =>
        IsBanned ? ControlOperations.BanPullRequestChecks : ControlOperations.UnbanPullRequestChecks;
}
