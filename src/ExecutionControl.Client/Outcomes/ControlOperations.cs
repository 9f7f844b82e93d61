using System.Collections.Frozen;

namespace ExecutionControl.Client;

/// <summary>
/// The catalogue of operations: everything that the clients can ask of the three services, reads included. What is written here is written
/// nowhere else; retries, waits, questions, plans and documents read it.
/// </summary>
public static class ControlOperations
{
    private const string CannotBeUndone = "it cannot be undone";
    private const string AssumedHarmless = "it is taken to change nothing more; the service does not say";
    private const string AbsorbedByFinalState = "the final state is taken to absorb a second one; the service does not say";
    private const string DisablesOrEnablesOnce = "asking for what is so already is taken to change nothing";
    private const string RefusedWithStatus = "a second one is refused with the status in the answer, which settles the first";

    /// <summary>Runs or cancels every execution of an automation that its circuit breaker paused.</summary>
    public static ControlOperation ResolvePausedExecutions { get; } = Resolving(
        "what was settled stays settled; executions that run can only be terminated each by its own id",
        new Dictionary<string, ControlOperation>(StringComparer.Ordinal)
        {
            ["run"] = Resolving("each can only be terminated by its own id, while it runs"),
            ["cancel"] = Resolving("cancelled executions stay terminated"),
        });

    /// <summary>Closes an automation's tripped circuit breaker.</summary>
    public static ControlOperation ClearCircuitBreaker { get; } = Clearing(
        "new events start executions again until the breaker trips by itself",
        decisions: new Dictionary<string, ControlOperation>(StringComparer.Ordinal)
        {
            ["run"] = Clearing("new events start executions again until the breaker trips by itself", isDecided: true),
            ["cancel"] = Clearing("cancelled executions stay terminated, and new events start executions again", isDecided: true),
        });

    /// <summary>Disables an automation by hand, so that new events start nothing.</summary>
    public static ControlOperation DisableAutomation { get; } = new(ControlTargetKind.Automation, "disable", "disable", "disable automation {0}")
    {
        Repetition = ControlRepetition.Always,
        RepetitionReason = DisablesOrEnablesOnce,
        Undo = ControlUndo.FullyBy("automations.enable", "lets new events start executions again; those that came meanwhile have started nothing"),
        Goal = new ControlGoal(ControlGoalKind.AutomationEnabled, "the automation is disabled") { Proving = ["disabled"], Verifying = ["disabled"] },
    };

    /// <summary>Enables an automation that was disabled by hand.</summary>
    public static ControlOperation EnableAutomation { get; } = new(ControlTargetKind.Automation, "enable", "enable", "enable automation {0}")
    {
        Repetition = ControlRepetition.Always,
        RepetitionReason = DisablesOrEnablesOnce,
        Undo = ControlUndo.PartlyBy("automations.disable", "lets new events start nothing again; what has been started meanwhile goes on"),
        Goal = new ControlGoal(ControlGoalKind.AutomationEnabled, "the automation is enabled") { Proving = ["enabled"], Verifying = ["enabled"] },
    };

    /// <summary>Reads an automation.</summary>
    public static ControlOperation GetAutomation { get; } = Read(ControlTargetKind.Automation, "get", "get-automation", "read automation {0}");

    /// <summary>Lists a tenant's automations.</summary>
    public static ControlOperation ListAutomations { get; } =
        Read(ControlTargetKind.Automation, "list", "list-automations", "list the automations of {0}");

    /// <summary>Stops an automation's execution for good.</summary>
    public static ControlOperation TerminateAutomationExecution { get; } =
        new(ControlTargetKind.AutomationExecution, "terminate", "terminate", "terminate automation execution {0}")
        {
            Repetition = ControlRepetition.Always,
            RepetitionReason = AbsorbedByFinalState,
            NeedsConfirmation = true,
            Undo = ControlUndo.Impossible(CannotBeUndone),
            Goal = new ControlGoal(ControlGoalKind.TargetState, "the automation execution is terminated")
            {
                Proving = ["AUTOMATION_EXECUTION_STATE_TERMINATE"],
                Verifying = ["AUTOMATION_EXECUTION_STATE_TERMINATE"],
                Contradicting = ["AUTOMATION_EXECUTION_STATE_DONE", "AUTOMATION_EXECUTION_STATE_ERROR"],
            },
        };

    /// <summary>Reads an automation's execution.</summary>
    public static ControlOperation GetAutomationExecution { get; } =
        Read(ControlTargetKind.AutomationExecution, "get", "get-automation-execution", "read automation execution {0}");

    /// <summary>Lists a tenant's automation executions.</summary>
    public static ControlOperation ListAutomationExecutions { get; } =
        Read(ControlTargetKind.AutomationExecution, "list", "list-automation-executions", "list the automation executions of {0}");

    /// <summary>Gives a paused agent run a prompt to go on with.</summary>
    public static ControlOperation ResumeAgentRun { get; } = new(ControlTargetKind.AgentRun, "resume", "resume", "resume agent run {0}")
    {
        Repetition = ControlRepetition.Never,
        RepetitionReason = "every accepted call adds a prompt to the run",
        IsSafeToRepeat = false,
        AdviceWhenUnsafe =
            "Every accepted call adds a prompt: look at the run first, and resume it only if it is still paused and does not show the prompt.",
        Undo = ControlUndo.Impossible("a prompt that was given cannot be taken back"),
        Goal = new ControlGoal(ControlGoalKind.TargetState, "the agent run goes on, or has come to its good end")
        {
            Verifying = ["ACTIVE", "RUNNING", "PENDING", "EVALUATION", "COMPLETE", "COMPLETED"],
            Contradicting = ["ERROR", "FAILED", "CANCELLED", "STOPPED", "TIMEOUT", "MAX_ITERATIONS_REACHED", "OUT_OF_TOKENS"],
        },
    };

    /// <summary>Stops the agents on an agent run's pull request, and lets later checks start none.</summary>
    public static ControlOperation BanPullRequestChecks { get; } = new(ControlTargetKind.AgentRun, "ban", "ban", "ban the checks of agent run {0}")
    {
        Repetition = ControlRepetition.Always,
        RepetitionReason = AssumedHarmless,
        SettlesMany = true,
        NeedsConfirmation = true,
        Undo = ControlUndo.PartlyBy("agent-runs.unban", "lets later checks start agents again; what was stopped stays stopped"),
    };

    /// <summary>Takes a ban back, so that later checks may start agents again.</summary>
    public static ControlOperation UnbanPullRequestChecks { get; } = new(ControlTargetKind.AgentRun, "unban", "unban", "unban the checks of agent run {0}")
    {
        Repetition = ControlRepetition.Always,
        RepetitionReason = AssumedHarmless,
        SettlesMany = true,
        Undo = ControlUndo.FullyBy("agent-runs.ban", "stops them again"),
    };

    /// <summary>Reads an agent run.</summary>
    public static ControlOperation GetAgentRun { get; } = Read(ControlTargetKind.AgentRun, "get", "get-agent-run", "read agent run {0}");

    /// <summary>Lists an organization's agent runs.</summary>
    public static ControlOperation ListAgentRuns { get; } =
        Read(ControlTargetKind.AgentRun, "list", "list-agent-runs", "list the agent runs of organization {0}");

    /// <summary>Pauses an execution that is running or waiting for input.</summary>
    public static ControlOperation PauseExecution { get; } = new(ControlTargetKind.Execution, "pause", "pause", "pause execution {0}")
    {
        Repetition = ControlRepetition.Always,
        RepetitionReason = RefusedWithStatus,
        Undo = ControlUndo.FullyBy("executions.resume", "lets them go on"),
        Goal = new ControlGoal(ControlGoalKind.TargetState, "the execution is paused")
        {
            Proving = ["paused"],
            Verifying = ["paused"],
            Contradicting = ["completed", "failed", "cancelled", "terminated"],
        },
    };

    /// <summary>Lets a paused execution go on.</summary>
    public static ControlOperation ResumeExecution { get; } = new(ControlTargetKind.Execution, "resume", "resume", "resume execution {0}")
    {
        Repetition = ControlRepetition.Always,
        RepetitionReason = RefusedWithStatus,
        Undo = ControlUndo.PartlyBy("executions.pause", "holds them again, what they did meanwhile is done"),

        // One that goes on may have come to its good end before anybody looks.
        Goal = new ControlGoal(ControlGoalKind.TargetState, "the execution goes on, or has come to its good end")
        {
            Proving = ["running", "waiting_for_input"],
            Verifying = ["running", "waiting_for_input", "completed"],
            Contradicting = ["failed", "cancelled", "terminated"],
        },
    };

    /// <summary>Stops an execution for good, in good order.</summary>
    public static ControlOperation CancelExecution { get; } = new(ControlTargetKind.Execution, "cancel", "cancel", "cancel execution {0}")
    {
        Repetition = ControlRepetition.Always,
        RepetitionReason = RefusedWithStatus,
        NeedsConfirmation = true,
        Undo = ControlUndo.Impossible(CannotBeUndone),
        Goal = Stopped("the execution is cancelled"),
    };

    /// <summary>Stops an execution for good at once, in any state that is not final.</summary>
    public static ControlOperation TerminateExecution { get; } = new(ControlTargetKind.Execution, "terminate", "terminate", "terminate execution {0}")
    {
        Repetition = ControlRepetition.Always,
        RepetitionReason = AbsorbedByFinalState,
        NeedsConfirmation = true,
        Undo = ControlUndo.Impossible("it cannot be undone, and an execution does not clean up"),
        Goal = Stopped("the execution is terminated"),
    };

    /// <summary>Reads an execution.</summary>
    public static ControlOperation GetExecution { get; } = Read(ControlTargetKind.Execution, "get", "get-execution", "read execution {0}");

    /// <summary>Lists the executions.</summary>
    public static ControlOperation ListExecutions { get; } = Read(ControlTargetKind.Execution, "list", "list-executions", "list the executions of {0}");

    /// <summary>All of them, service by service.</summary>
    public static IReadOnlyList<ControlOperation> All { get; } = Array.AsReadOnly(
    [
        ResolvePausedExecutions, ClearCircuitBreaker, DisableAutomation, EnableAutomation, GetAutomation, ListAutomations,
        TerminateAutomationExecution, GetAutomationExecution, ListAutomationExecutions,
        ResumeAgentRun, BanPullRequestChecks, UnbanPullRequestChecks, GetAgentRun, ListAgentRuns,
        PauseExecution, ResumeExecution, CancelExecution, TerminateExecution, GetExecution, ListExecutions,
    ]);

    private static FrozenDictionary<string, ControlOperation> ById { get; } = All.ToFrozenDictionary(static operation => operation.Id, StringComparer.Ordinal);

    /// <summary>Finds an operation.</summary>
    /// <param name="id">Its <see cref="ControlOperation.Id"/>.</param>
    /// <returns>The operation; <see langword="null"/> when there is none of that id.</returns>
    public static ControlOperation? Find(string id) => ById.GetValueOrDefault(id);

    private static ControlOperation Resolving(string undo, Dictionary<string, ControlOperation>? decisions = null) =>
        new(ControlTargetKind.Automation, "resolve-paused", "resolve-paused", "resolve the paused executions of automation {0}")
        {
            Repetition = ControlRepetition.OnCondition,
            RepetitionReason = "once the backlog has stopped falling: it is documented as idempotent, but the first request may still be at work",
            SettlesMany = true,
            NeedsConfirmation = true,
            Undo = ControlUndo.Impossible(undo),
            Goal = Settled(),
            ByDecision = (decisions ?? []).ToFrozenDictionary(StringComparer.Ordinal),
        };

    private static ControlOperation Clearing(string undo, bool isDecided = false, Dictionary<string, ControlOperation>? decisions = null) =>
        new(ControlTargetKind.Automation, "clear-breaker", "clear-breaker", "clear the circuit breaker of automation {0}")
        {
            Repetition = ControlRepetition.OnCondition,
            RepetitionReason =
                "only while a look shows it tripped as it was before: a runaway trips it again at once, and a blind repeat would let the runaway go on",
            IsSafeToRepeat = false,
            AdviceWhenUnsafe = "Look at the automation first: if its breaker has tripped again since, another clear would let the runaway go on."
                + (isDecided ? " What is still paused can be settled with resolve-paused, which may be repeated." : string.Empty),
            SettlesMany = isDecided,
            NeedsConfirmation = true,
            Undo = ControlUndo.Impossible(undo),
            Goal = isDecided
                ? Settled()
                : new ControlGoal(ControlGoalKind.CircuitBreaker, "the circuit breaker is closed")
                {
                    Proving = ["closed"],
                    Verifying = ["closed"],
                    Contradicting = ["tripped"],
                },
            ByDecision = (decisions ?? []).ToFrozenDictionary(StringComparer.Ordinal),
        };

    private static ControlOperation Read(ControlTargetKind kind, string verb, string name, string phrase) => new(kind, verb, name, phrase)
    {
        ChangesState = false,
        Repetition = ControlRepetition.Always,
        RepetitionReason = "it changes nothing",
    };

    private static ControlGoal Settled() =>
        new(ControlGoalKind.PausedBacklog, "no execution is paused any more that was created before the service accepted");

    private static ControlGoal Stopped(string description) => new(ControlGoalKind.TargetState, description)
    {
        Proving = ["cancelled", "terminated"],
        Verifying = ["cancelled", "terminated"],
        Contradicting = ["completed", "failed"],
    };
}
