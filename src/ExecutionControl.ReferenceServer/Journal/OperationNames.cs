namespace ExecutionControl.Reference;

/// <summary>The names that the journal gives to the services' operations.</summary>
public static class OperationNames
{
    /// <summary>ConductorOne's <c>POST /auth/v1/token</c>.</summary>
    public const string Token = "Token";

    /// <summary>ConductorOne's <c>GET /api/v1/automations</c>.</summary>
    public const string ListAutomations = "ListAutomations";

    /// <summary>ConductorOne's <c>GET /api/v1/automations/{id}</c>.</summary>
    public const string GetAutomation = "GetAutomation";

    /// <summary>ConductorOne's <c>POST /api/v1/automations/{id}</c>, which disables and enables.</summary>
    public const string UpdateAutomation = "UpdateAutomation";

    /// <summary>ConductorOne's <c>POST …/circuit_breaker/resolve_paused</c>.</summary>
    public const string ResolvePaused = "ResolvePaused";

    /// <summary>ConductorOne's <c>POST …/circuit_breaker/clear</c>.</summary>
    public const string ClearBreaker = "ClearBreaker";

    /// <summary>ConductorOne's <c>GET /api/v1/automation_executions</c>.</summary>
    public const string ListAutomationExecutions = "ListAutomationExecutions";

    /// <summary>ConductorOne's <c>GET /api/v1/automation_executions/{id}</c>.</summary>
    public const string GetAutomationExecution = "GetAutomationExecution";

    /// <summary>ConductorOne's <c>POST …/actions/terminate</c>.</summary>
    public const string TerminateAutomationExecution = "TerminateAutomationExecution";

    /// <summary>ConductorOne's <c>POST /api/v1/search/all_automation_executions</c>.</summary>
    public const string SearchAutomationExecutions = "SearchAutomationExecutions";

    /// <summary>Codegen's <c>POST …/agent/run/resume</c>.</summary>
    public const string ResumeAgentRun = "ResumeAgentRun";

    /// <summary>Codegen's <c>POST …/agent/run/ban</c>.</summary>
    public const string BanAgentRun = "BanAgentRun";

    /// <summary>Codegen's <c>POST …/agent/run/unban</c>.</summary>
    public const string UnbanAgentRun = "UnbanAgentRun";

    /// <summary>Codegen's <c>GET …/agent/run/{agent_run_id}</c>.</summary>
    public const string GetAgentRun = "GetAgentRun";

    /// <summary>Codegen's <c>GET …/agent/runs</c>.</summary>
    public const string ListAgentRuns = "ListAgentRuns";

    /// <summary>Codegen's <c>GET /v1/users/me</c>.</summary>
    public const string GetCurrentUser = "GetCurrentUser";

    /// <summary>Codegen's <c>GET /v1/organizations</c>.</summary>
    public const string ListOrganizations = "ListOrganizations";

    /// <summary>Kubiya's <c>GET /api/v1/executions</c>.</summary>
    public const string ListExecutions = "ListExecutions";

    /// <summary>Kubiya's <c>GET /api/v1/executions/{execution_id}</c>.</summary>
    public const string GetExecution = "GetExecution";

    /// <summary>Kubiya's <c>POST …/pause</c>.</summary>
    public const string PauseExecution = "PauseExecution";

    /// <summary>Kubiya's <c>POST …/resume</c>.</summary>
    public const string ResumeExecution = "ResumeExecution";

    /// <summary>Kubiya's <c>POST …/cancel</c>.</summary>
    public const string CancelExecution = "CancelExecution";

    /// <summary>Kubiya's <c>POST …/terminate</c>.</summary>
    public const string TerminateExecution = "TerminateExecution";

    /// <summary>A request that is none of the operations: unknown path, wrong method, redirect.</summary>
    public const string Unmatched = "Unmatched";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Token, ListAutomations, GetAutomation, UpdateAutomation, ResolvePaused, ClearBreaker,
        ListAutomationExecutions, GetAutomationExecution, TerminateAutomationExecution, SearchAutomationExecutions,
        ResumeAgentRun, GetAgentRun, ListAgentRuns, BanAgentRun, UnbanAgentRun, GetCurrentUser, ListOrganizations,
        ListExecutions, GetExecution, PauseExecution, ResumeExecution, CancelExecution, TerminateExecution, Unmatched,
    ];
}
