using ExecutionControl.Client.Waiting;

namespace ExecutionControl.Client.Kubiya;

/// <summary>Which statuses show that a command has taken effect.</summary>
internal static class ExecutionGoal
{
    /// <summary>Whether the status is the one that the command asks for, so that a refusal which names it is no failure.</summary>
    public static bool IsReached(this ExecutionCommand command, ExecutionStatus status) => command switch
    {
        ExecutionCommand.Pause => status == ExecutionStatus.Paused,
        ExecutionCommand.Resume => status == ExecutionStatus.Running || status == ExecutionStatus.WaitingForInput,
        _ => status == ExecutionStatus.Cancelled || status == ExecutionStatus.Terminated,
    };

    /// <summary>What a status says to somebody who waits. A resumed execution may have come to its good end meanwhile.</summary>
    public static Verdict Judge(this ExecutionCommand command, ExecutionStatus status) =>
        command.IsReached(status) || (command == ExecutionCommand.Resume && status == ExecutionStatus.Completed)
            ? Verdict.Verified
            : status.IsFinal ? Verdict.Contradicted : Verdict.KeepLooking;
}
