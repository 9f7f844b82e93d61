using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>A backlog of paused executions, said of its automation.</summary>
internal static class BacklogText
{
    public static string Of(PausedBacklogState state) => state switch
    {
        { PausedCount: 0, IsLowerBound: false } => "no paused executions",
        { PausedCount: 0 } => string.Empty,
        { IsLowerBound: true } => $"{state.PausedCount} or more paused executions",
        _ => $"{state.PausedCount} paused executions",
    };
}
