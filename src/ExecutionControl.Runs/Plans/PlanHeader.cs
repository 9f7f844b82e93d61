namespace ExecutionControl.Runs;

/// <summary>What a plan says before its targets.</summary>
public sealed record PlanHeader
{
    /// <summary>When the plan was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>As whom and where services are asked: every account that a target refers to.</summary>
    public required IReadOnlyList<RunAccount> Accounts { get; init; }

    /// <summary>Why it is to be done, for the history; <see langword="null"/> where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>What the plan is for, such as the command that made it; <see langword="null"/> where nobody said.</summary>
    public string? Title { get; init; }

    /// <summary>The run that this plan undoes; <see langword="null"/> where it undoes none.</summary>
    public string? Undoes { get; init; }

    /// <summary>The account of a target.</summary>
    /// <param name="target">The target.</param>
    /// <returns>The account; <see langword="null"/> where the plan has none of that name at that service.</returns>
    public RunAccount? AccountOf(PlannedTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Accounts.FirstOrDefault(account =>
            account.Service == target.Operation.Service && string.Equals(account.Name, target.Account, StringComparison.Ordinal));
    }
}

/// <summary>What is known of a plan when its last target was written or read.</summary>
/// <param name="Count">How many targets it has.</param>
/// <param name="Digest">The digest over what it says, such as <c>sha256:9f86d0…</c>.</param>
/// <param name="IsEdited">Whether it is not what was written: the digest in it is another one, or is missing.</param>
public sealed record PlanSummary(long Count, string Digest, bool IsEdited);
