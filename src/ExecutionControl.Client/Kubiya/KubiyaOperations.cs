using ExecutionControl.Client.Resilience;

namespace ExecutionControl.Client.Kubiya;

/// <summary>What is fixed about Kubiya's operations.</summary>
internal static class KubiyaOperations
{
    /// <summary>A second pause is refused with the status in the answer, which settles the first.</summary>
    public static ControlOperation Pause { get; } = new(ControlService.Kubiya, "pause", "pause execution {0}")
    {
        RepeatsWhenUnclear = true,
        IsSafeToRepeat = true,
    };

    public static ControlOperation Get { get; } = ControlOperation.Read(ControlService.Kubiya, "get-execution", "read execution {0}");
}
