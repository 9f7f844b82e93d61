using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Items;

/// <summary>What a state means to somebody who skims a list.</summary>
internal static class StateTone
{
    public static Tone Of(AutomationExecutionState state) => state switch
    {
        _ when state == AutomationExecutionState.PausedByCircuitBreaker => Tone.Held,
        _ when state == AutomationExecutionState.Done => Tone.Good,
        { IsFinal: true } => Tone.Bad,
        _ => Tone.Busy,
    };

    public static Tone Of(AgentRunStatus status) => status switch
    {
        _ when status == AgentRunStatus.Paused => Tone.Held,
        _ when status == AgentRunStatus.Complete || status == AgentRunStatus.Completed => Tone.Good,
        { IsFinal: true } => Tone.Bad,
        _ => Tone.Busy,
    };

    public static Tone Of(ExecutionStatus status) => status switch
    {
        _ when status == ExecutionStatus.Paused || status == ExecutionStatus.WaitingForInput => Tone.Held,
        _ when status == ExecutionStatus.Completed => Tone.Good,
        { IsFinal: true } => Tone.Bad,
        _ => Tone.Busy,
    };
}
