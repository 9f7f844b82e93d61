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

    /// <summary>A second resume is refused with the status in the answer, which settles the first.</summary>
    public static ControlOperation Resume { get; } = new(ControlService.Kubiya, "resume", "resume execution {0}")
    {
        RepeatsWhenUnclear = true,
        IsSafeToRepeat = true,
    };

    /// <summary>A second cancel is refused with the status in the answer, which settles the first.</summary>
    public static ControlOperation Cancel { get; } = new(ControlService.Kubiya, "cancel", "cancel execution {0}")
    {
        RepeatsWhenUnclear = true,
        IsSafeToRepeat = true,
    };

    /// <summary>Taken to be absorbed by the final state; the service does not say.</summary>
    public static ControlOperation Terminate { get; } = new(ControlService.Kubiya, "terminate", "terminate execution {0}")
    {
        RepeatsWhenUnclear = true,
        IsSafeToRepeat = true,
    };

    public static ControlOperation List { get; } = ControlOperation.Read(ControlService.Kubiya, "list-executions", "list the executions of {0}");

    public static ControlOperation Get { get; } = ControlOperation.Read(ControlService.Kubiya, "get-execution", "read execution {0}");
}
