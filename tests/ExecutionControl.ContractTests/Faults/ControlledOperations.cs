using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>Every operation that changes something at a service.</summary>
internal static class ControlledOperations
{
    public const string SearchPath = "/api/v1/search/all_automation_executions";
    public const string ResolvePaused = "C1 resolve-paused";
    public const string ClearBreaker = "C1 clear-breaker";
    public const string ClearBreakerRun = "C1 clear-breaker with run";
    public const string ClearBreakerCancel = "C1 clear-breaker with cancel";

    /// <summary>Where a look at an execution goes that a breaker paused.</summary>
    public const string PausedExecutionPath = AutomationExecutionPath;

    private const string Automation = "aut_runaway";
    private const string AutomationPath = "/api/v1/automations/" + Automation;
    private const string AutomationExecution = "9007199254740993";
    private const string AutomationExecutionPath = "/api/v1/automation_executions/" + AutomationExecution;
    private const string Run = "101";
    private const string RunPath = "/v1/organizations/42/agent/run";
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private const string ExecutionPath = "/api/v1/executions/" + Execution;

    private static readonly ControlledOperation[] Own =
    [
        new(ResolvePaused, ControlService.ConductorOne, "resolve-paused", Automation, RepeatRule.Repeatable)
        {
            Path = AutomationPath + "/circuit_breaker/resolve_paused",
            Body = """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL","reason":"runaway"}""",
            LookPath = AutomationPath,
            Accepted = """{"pausedCount":240,"erroredCount":0,"bulkActionId":""}""",
            Unchanged = Tripped("2026-03-01T11:00:00Z"),
            Reached = Tripped("2026-03-01T11:00:00Z"),
            CallAsync = async (clients, token) =>
                await clients.ConductorOne.ResolvePausedExecutionsAsync(Automation, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" }, cancellationToken: token),
            LookAsync = clients => clients.ConductorOne.GetAutomationAsync(Automation),
        },
        Clear(ClearBreaker, decision: null),
        Clear(ClearBreakerRun, PausedExecutionDecision.Run),
        Clear(ClearBreakerCancel, PausedExecutionDecision.Cancel),
        new("C1 terminate", ControlService.ConductorOne, "terminate", AutomationExecution, RepeatRule.Repeatable)
        {
            Path = AutomationExecutionPath + "/actions/terminate",
            Body = "{}",
            LookPath = AutomationExecutionPath,
            Accepted = "{}",
            Unchanged = """{"automationExecution":{"id":"9007199254740993","state":"AUTOMATION_EXECUTION_STATE_PROCESS_STEP"}}""",
            Reached = """{"automationExecution":{"id":"9007199254740993","state":"AUTOMATION_EXECUTION_STATE_TERMINATE"}}""",
            UnchangedState = "AUTOMATION_EXECUTION_STATE_PROCESS_STEP",
            LookProves = true,
            CallAsync = async (clients, token) => await clients.ConductorOne.TerminateAutomationExecutionAsync(AutomationExecution, cancellationToken: token),
            LookAsync = clients => clients.ConductorOne.GetAutomationExecutionAsync(AutomationExecution),
        },
        AgentRun("resume", RepeatRule.Never, "PAUSED", "ACTIVE", async (clients, token) => await clients.Codegen.ResumeAgentRunAsync(101, "go on", cancellationToken: token)) with
        {
            Body = """{"agent_run_id":101,"prompt":"go on"}""",
            Accepted = AgentRunBody("ACTIVE"),
        },
        AgentRun("ban", RepeatRule.Repeatable, "ACTIVE", "STOPPED", async (clients, token) => await clients.Codegen.BanPullRequestChecksAsync(101, cancellationToken: token)),
        AgentRun("unban", RepeatRule.Repeatable, "STOPPED", "STOPPED", async (clients, token) => await clients.Codegen.UnbanPullRequestChecksAsync(101, cancellationToken: token)),
        Command("pause", "running", "paused", async (clients, token) => await clients.Kubiya.PauseExecutionAsync(Execution, cancellationToken: token)),
        Command("resume", "paused", "running", async (clients, token) => await clients.Kubiya.ResumeExecutionAsync(Execution, cancellationToken: token)),
        Command("cancel", "running", "cancelled", async (clients, token) => await clients.Kubiya.CancelExecutionAsync(Execution, cancellationToken: token)),
        Command("terminate", "running", "terminated", async (clients, token) => await clients.Kubiya.TerminateExecutionAsync(Execution, "runaway", cancellationToken: token)),
    ];

    /// <summary>All there are, in the order of the catalogue.</summary>
    public static IReadOnlyList<ControlledOperation> All { get; } =
    [
        .. Own.Concat(OfType<IControlledOperations>().SelectMany(set => set.Operations))
            .OrderBy(operation => ControlOperations.All.TakeWhile(entry => (entry.Service, entry.Name) != (operation.Service, operation.Operation)).Count()),
    ];

    public static ControlledOperation Find(string name) => All.Single(operation => operation.Name == name);

    public static string Tripped(string since) =>
        """{"automation":{"id":"aut_runaway","circuitBreaker":{"observedCount":340,"threshold":100,"trippedAt":"SINCE"}}}""".Replace("SINCE", since, StringComparison.Ordinal);

    /// <summary>One execution in a state, as a search shows it; nothing where there is no state.</summary>
    public static string Found(string? state) => state is null
        ? """{"list":[],"nextPageToken":""}"""
        : $$"""{"list":[{{Shown(state)}}],"nextPageToken":""}""";

    /// <summary>That execution, as a look at it shows it.</summary>
    public static string Shown(string state) =>
        $$$"""{"automationExecution":{"id":"{{{AutomationExecution}}}","state":"AUTOMATION_EXECUTION_STATE_{{{state}}}"} }""";

    /// <summary>One of each type of these tests that is a <typeparamref name="T"/>.</summary>
    public static IEnumerable<T> OfType<T>() => typeof(ControlledOperations).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(T)))
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .Select(type => (T)Activator.CreateInstance(type)!);

    private static ControlledOperation Clear(string name, PausedExecutionDecision? decision) => new(name, ControlService.ConductorOne, "clear-breaker", Automation, RepeatRule.SameTripOnly)
    {
        Path = AutomationPath + "/circuit_breaker/clear",
        Body = decision is { } taken ? $$"""{"decision":"PAUSED_EXECUTION_DECISION_{{taken.ToString().ToUpperInvariant()}}"}""" : "{}",
        LookPath = AutomationPath,
        Accepted = "{}",
        Unchanged = Tripped("2026-03-01T11:00:00Z"),
        Reached = """{"automation":{"id":"aut_runaway","circuitBreaker":null}}""",
        UnchangedState = "the breaker is still tripped as it was before",
        LookProves = true,
        CallAsync = async (clients, token) => await clients.ConductorOne.ClearCircuitBreakerAsync(Automation, decision, cancellationToken: token),
        LookAsync = clients => clients.ConductorOne.GetAutomationAsync(Automation),
    };

    private static ControlledOperation AgentRun(
        string operation,
        RepeatRule rule,
        string unchanged,
        string reached,
        Func<ControlClients, CancellationToken, Task<ControlResult>> call) => new($"Codegen {operation}", ControlService.Codegen, operation, Run, rule)
        {
            Path = $"{RunPath}/{operation}",
            Body = """{"agent_run_id":101}""",
            LookPath = $"{RunPath}/{Run}",
            Accepted = """{"message":"accepted"}""",
            Unchanged = AgentRunBody(unchanged),
            Reached = AgentRunBody(reached),
            UnchangedState = unchanged,
            CallAsync = call,
            LookAsync = clients => clients.Codegen.GetAgentRunAsync(101),
        };

    private static string AgentRunBody(string status) => $$"""{"id":101,"organization_id":42,"status":"{{status}}"}""";

    private static ControlledOperation Command(
        string operation,
        string unchanged,
        string reached,
        Func<ControlClients, CancellationToken, Task<ControlResult>> call) => new($"Kubiya {operation}", ControlService.Kubiya, operation, Execution, RepeatRule.Repeatable)
        {
            Path = $"{ExecutionPath}/{operation}",
            Body = operation == "terminate" ? """{"reason":"runaway"}""" : null,
            LookPath = ExecutionPath,
            Accepted = $$"""{"success":true,"execution_id":"{{Execution}}","workflow_id":"agent-execution-{{Execution}}","message":"accepted"}""",
            Unchanged = $$"""{"id":"{{Execution}}","status":"{{unchanged}}"}""",
            Reached = $$"""{"id":"{{Execution}}","status":"{{reached}}"}""",
            UnchangedState = unchanged,
            LookProves = true,
            CallAsync = call,
            LookAsync = clients => clients.Kubiya.GetExecutionAsync(Execution),
        };
}

/// <summary>Some operations that change something at a service. Whatever is one of these in these tests is part of the matrix.</summary>
internal interface IControlledOperations
{
    IEnumerable<ControlledOperation> Operations { get; }
}
