using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services;

/// <summary>What is to be frozen.</summary>
/// <param name="Automations">Only what belongs to these automations; empty for everything.</param>
/// <param name="CreatedBefore">Only executions that were created before; null for all.</param>
/// <param name="BansPullRequests">Whether the agents on the pull requests of runs that cannot be paused are stopped.</param>
internal sealed record FreezeScope(IReadOnlyList<string> Automations, DateTimeOffset? CreatedBefore, bool BansPullRequests)
{
    /// <summary>Whether something that was created then is meant. What does not say when it was is.</summary>
    public bool Holds(DateTimeOffset? createdAt) => CreatedBefore is not { } before || createdAt is null || createdAt < before;
}

/// <summary>Something that a freeze stops, or that runs on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="State">The state in which it was seen, in the words of the operation's goal.</param>
/// <param name="Operation">What stops it and can be undone; null where nothing does.</param>
/// <param name="Advice">What can be done about it where nothing that can be undone stops it.</param>
internal sealed record FreezeFinding(ControlTargetKind Kind, string Id, string State, ControlOperation? Operation, string? Advice = null);
