using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>A decision about paused executions in words.</summary>
internal static class DecisionText
{
    public static string Name(PausedExecutionDecision decision) => Choose(decision, "run", "cancel");

    public static string Participle(PausedExecutionDecision decision) => Choose(decision, "sent on to run", "cancelled");

    private static string Choose(PausedExecutionDecision decision, string run, string cancel) => decision switch
    {
        PausedExecutionDecision.Run => run,
        PausedExecutionDecision.Cancel => cancel,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "There is no such decision."),
    };
}
