using ExecutionControl.Client.Resilience;

namespace ExecutionControl.Client.Codegen;

/// <summary>What is fixed about Codegen's operations.</summary>
internal static class CodegenOperations
{
    /// <summary>Every accepted call adds a prompt to the run, so it is never sent again once it may have been processed.</summary>
    public static ControlOperation Resume { get; } = new(ControlService.Codegen, "resume", "resume agent run {0}")
    {
        RepeatsWhenUnclear = false,
        IsSafeToRepeat = false,
        AdviceWhenUnsafe = "Every accepted call adds a prompt: look at the run first, and resume it only if it is still paused and does not show the prompt.",
    };

    /// <summary>Taken to be harmless to repeat; the service does not say.</summary>
    public static ControlOperation Ban { get; } = new(ControlService.Codegen, "ban", "ban the checks of agent run {0}")
    {
        RepeatsWhenUnclear = true,
        IsSafeToRepeat = true,
    };

    /// <summary>Taken to be harmless to repeat; the service does not say.</summary>
    public static ControlOperation Unban { get; } = new(ControlService.Codegen, "unban", "unban the checks of agent run {0}")
    {
        RepeatsWhenUnclear = true,
        IsSafeToRepeat = true,
    };

    public static ControlOperation List { get; } = ControlOperation.Read(ControlService.Codegen, "list-agent-runs", "list the agent runs of organization {0}");

    public static ControlOperation Get { get; } = ControlOperation.Read(ControlService.Codegen, "get-agent-run", "read agent run {0}");
}
