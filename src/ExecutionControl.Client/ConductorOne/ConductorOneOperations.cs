using ExecutionControl.Client.Resilience;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>What is fixed about ConductorOne's operations.</summary>
internal static class ConductorOneOperations
{
    /// <summary>Documented as idempotent.</summary>
    public static ControlOperation ResolvePaused { get; } = new(ControlService.ConductorOne, "resolve-paused", "resolve the paused executions of automation {0}")
    {
        RepeatsWhenUnclear = true,
        IsSafeToRepeat = true,
    };

    /// <summary>A runaway automation trips again at once, and a blind repeat would open the way for it a second time.</summary>
    public static ControlOperation ClearCircuitBreaker { get; } = new(ControlService.ConductorOne, "clear-breaker", "clear the circuit breaker of automation {0}")
    {
        RepeatsWhenUnclear = false,
        IsSafeToRepeat = false,
        AdviceWhenUnsafe = "Look at the automation first: if its breaker has tripped again since, another clear would let the runaway go on.",
    };

    /// <summary>As <see cref="ClearCircuitBreaker"/>; but what it was to settle can be settled by an operation that may be repeated.</summary>
    public static ControlOperation ClearCircuitBreakerWithDecision { get; } = ClearCircuitBreaker with
    {
        AdviceWhenUnsafe = $"{ClearCircuitBreaker.AdviceWhenUnsafe} What is still paused can be settled with resolve-paused, which may be repeated.",
    };

    /// <summary>Taken to be absorbed by the final state; the service does not say.</summary>
    public static ControlOperation Terminate { get; } = new(ControlService.ConductorOne, "terminate", "terminate automation execution {0}")
    {
        RepeatsWhenUnclear = true,
        IsSafeToRepeat = true,
    };

    public static ControlOperation GetAutomation { get; } = ControlOperation.Read(ControlService.ConductorOne, "get-automation", "read automation {0}");

    public static ControlOperation ListAutomations { get; } = ControlOperation.Read(ControlService.ConductorOne, "list-automations", "list the automations of {0}");

    public static ControlOperation GetExecution { get; } = ControlOperation.Read(ControlService.ConductorOne, "get-automation-execution", "read automation execution {0}");

    public static ControlOperation SearchExecutions { get; } = ControlOperation.Read(ControlService.ConductorOne, "search-automation-executions", "search the automation executions of {0}");
}
