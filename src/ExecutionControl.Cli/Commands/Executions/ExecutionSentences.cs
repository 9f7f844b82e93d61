namespace ExecutionControl.Cli.Commands.Executions;

/// <summary>The words for one command to an execution.</summary>
/// <param name="Noun">What Kubiya took, such as "the pause".</param>
/// <param name="Settling">What is going on when it is not done yet, such as "Kubiya is pausing execution X".</param>
/// <param name="Applied">What is so afterwards, after the target, such as "is paused".</param>
/// <param name="AlreadySo">What was so before, after the target, such as "was paused before".</param>
internal sealed record ExecutionSentences(string Noun, string Settling, string Applied, string AlreadySo);
