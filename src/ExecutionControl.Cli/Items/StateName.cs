using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Items;

/// <summary>
/// The states of the three services as people type them: in any case, with hyphens or underscores, and for ConductorOne without the long
/// prefix. A value that is misspelt would match nothing and look like an empty list, so only known ones are taken.
/// </summary>
internal static class StateName
{
    private const string ConductorOnePrefix = "AUTOMATION_EXECUTION_STATE_";

    /// <summary>ConductorOne's states, short.</summary>
    public static IReadOnlyList<string> OfAutomationExecutions { get; } =
    [
        "pending", "creating", "get-step", "process-step", "complete-step", "done", "error", "terminate", "waiting", "paused-by-circuit-breaker",
    ];

    /// <summary>Codegen's statuses.</summary>
    public static IReadOnlyList<string> OfAgentRuns { get; } =
    [
        "active", "running", "pending", "evaluation", "paused", "complete", "completed", "error", "failed", "cancelled", "stopped", "timeout",
        "max-iterations-reached", "out-of-tokens",
    ];

    /// <summary>Kubiya's statuses.</summary>
    public static IReadOnlyList<string> OfExecutions { get; } =
        ["pending", "queued", "running", "waiting-for-input", "paused", "completed", "failed", "cancelled", "terminated"];

    /// <summary>The automation executions that have begun, or are about to: neither at an end nor paused.</summary>
    public static IReadOnlyList<string> OfRunningAutomationExecutions { get; } =
        ["pending", "creating", "get-step", "process-step", "complete-step", "waiting"];

    /// <summary>The agent runs that have begun, or are about to: neither at an end nor paused.</summary>
    public static IReadOnlyList<string> OfRunningAgentRuns { get; } = ["active", "running", "pending", "evaluation"];

    /// <summary>The executions that have begun, or are about to: neither at an end nor paused. In the order in which they come to these.</summary>
    public static IReadOnlyList<string> OfRunningExecutions { get; } = ["pending", "queued", "running", "waiting-for-input"];

    /// <summary>The short name of a state of ConductorOne's; one that this version does not know stays as it is.</summary>
    public static string Short(AutomationExecutionState state) => Known(state.Value, OfAutomationExecutions) ?? state.Value;

    /// <summary>The state in ConductorOne's words.</summary>
    public static AutomationExecutionState ToAutomationExecutionState(string typed) => new(ConductorOnePrefix + ToService(typed, OfAutomationExecutions));

    /// <summary>A status in its service's words but for the case, which the services do not agree on.</summary>
    public static string ToService(string typed, IReadOnlyList<string> names) =>
        (Known(typed, names) ?? throw new ArgumentOutOfRangeException(nameof(typed), typed, "There is no such state.")).ToUpperInvariant().Replace('-', '_');

    /// <summary>The name that was meant, or null.</summary>
    public static string? Known(string typed, IReadOnlyList<string> names)
    {
        var name = typed.Trim().ToUpperInvariant().Replace('-', '_');
        var bare = name.StartsWith(ConductorOnePrefix, StringComparison.Ordinal) ? name[ConductorOnePrefix.Length..] : name;
        return names.FirstOrDefault(candidate => string.Equals(candidate.Replace('-', '_'), bare, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>In which states an item can be acted on: an operation would be refused in the others, or change nothing.</summary>
internal static class ActionableStates
{
    /// <summary>The states by their short names; null for all.</summary>
    /// <param name="operation">The operation's id in the catalogue.</param>
    public static IReadOnlyList<string>? Of(string operation) => operation switch
    {
        "automation-executions.terminate" => [.. StateName.OfRunningAutomationExecutions, "paused-by-circuit-breaker"],
        "agent-runs.resume" or "executions.resume" => ["paused"],
        "executions.pause" or "executions.cancel" => ["running", "waiting-for-input"],
        "executions.terminate" => [.. StateName.OfRunningExecutions, "paused"],
        _ => null,
    };
}
