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

    public static ControlOperation Get { get; } = ControlOperation.Read(ControlService.Codegen, "get-agent-run", "read agent run {0}");
}
