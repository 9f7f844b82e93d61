namespace ExecutionControl.Cli.Commands.Executions;

/// <summary>The words for one command to an execution.</summary>
/// <param name="Noun">What Kubiya took, such as "the pause".</param>
/// <param name="Settling">What is going on when it is not done yet, such as "Kubiya is pausing execution X".</param>
/// <param name="Applied">What is so afterwards, after the target, such as "is paused".</param>
/// <param name="AlreadySo">What was so before, after the target, such as "was paused before".</param>
/// <param name="Undo">Whether it can be undone, and how.</param>
internal sealed record ExecutionSentences(string Noun, string Settling, string Applied, string AlreadySo, string Undo)
{
    /// <summary>Whether it can be taken back, so that one execution is told without asking.</summary>
    public bool IsHarmless { get; init; }
}
