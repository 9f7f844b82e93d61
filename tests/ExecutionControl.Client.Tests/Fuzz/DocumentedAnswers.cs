namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>What the services answer as documented, which is where every spoilt answer begins.</summary>
internal static class DocumentedAnswers
{
    public const string Execution = "11111111-1111-4111-8111-111111111111";
    public const string Minted = "minted-token-abcdefghijklmnop";

    private const string Automation = """{"id":"aut_1","displayName":"Nightly","enabled":true,"isDraft":false,"circuitBreaker":{"trippedAt":"2026-03-01T11:00:00Z","reason":"too many"}}""";
    private const string ClosedAutomation = """{"id":"aut_1","displayName":"Nightly","enabled":true}""";
    private const string AutomationExecution =
        """{"id":"839265","automationTemplateId":"aut_1","state":"AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER","createdAt":"2026-03-01T11:00:00Z","duration":"12s","isDraft":false}""";

    private const string AgentRun =
        """{"id":101,"organization_id":42,"status":"PAUSED","created_at":"2026-03-01T11:00:00","web_url":"https://codegen.test/101","result":"done","summary":"s","source_type":"API","github_pull_requests":[{"id":7,"title":"t","url":"https://codegen.test/7","created_at":"2026-03-01T11:00:00"}],"metadata":{"a":1}}""";

    private const string KubiyaExecution =
        $$"""{"id":"{{Execution}}","execution_type":"AGENT","entity_id":"a","entity_name":"日本語","status":"running","prompt":"p","created_at":"2026-03-01T11:00:00.123456","error_message":null,"usage":{},"participants":[]}""";

    /// <summary>The bodies of 200 for a request, each with whether it says that a change was accepted.</summary>
    public static IReadOnlyList<(string Body, bool IsSuccess)> For(string method, string path)
    {
        var end = path.Split('?')[0];
        return (method, end) switch
        {
            _ when end == "/auth/v1/token" => [($$"""{"access_token":"{{Minted}}","token_type":"Bearer","expires_in":3600}""", false)],
            _ when end.EndsWith("/resolve_paused", StringComparison.Ordinal) =>
            [
                ("""{"pausedCount":240,"erroredCount":0,"bulkActionId":""}""", true),
                ("""{"pausedCount":5,"erroredCount":3}""", true),
                ("""{"pausedCount":0,"erroredCount":0}""", true),
                ("""{"bulkActionId":"ba-1","pausedCount":0,"erroredCount":0}""", true),
            ],
            _ when end.EndsWith("/circuit_breaker/clear", StringComparison.Ordinal) => [("""{"bulkActionId":""}""", true), ("""{"bulkActionId":"ba-1"}""", true), ("{}", true)],
            _ when end.EndsWith("/actions/terminate", StringComparison.Ordinal) => [("{}", true)],
            _ when end.EndsWith("/search/all_automation_executions", StringComparison.Ordinal) =>
                [($$"""{"list":[{"automationExecution":{{AutomationExecution}}}],"nextPageToken":""}""", false), ("""{"list":[],"nextPageToken":"t1"}""", false)],
            _ when end.EndsWith("/automation_executions/839265", StringComparison.Ordinal) =>
            [
                ($$"""{"automationExecution":{{AutomationExecution}},"expanded":[]}""", false),
                ($$"""{"automationExecution":{{AutomationExecution.Replace("PAUSED_BY_CIRCUIT_BREAKER", "TERMINATE", StringComparison.Ordinal)}}}""", false),
            ],
            _ when end.EndsWith("/automations/aut_1", StringComparison.Ordinal) => [($$"""{"automation":{{Automation}}}""", false), ($$"""{"automation":{{ClosedAutomation}}}""", false)],
            _ when end.EndsWith("/automations", StringComparison.Ordinal) =>
                [($$"""{"list":[{{Automation}}],"nextPageToken":""}""", false), ($$"""{"list":[{{ClosedAutomation}}],"nextPageToken":"t1"}""", false)],
            _ when end.EndsWith("/run/resume", StringComparison.Ordinal) => [(AgentRun.Replace("PAUSED", "ACTIVE", StringComparison.Ordinal), true)],
            _ when end.EndsWith("ban", StringComparison.Ordinal) => [("{}", true), ("""{"message":"banned","pull_request":7}""", true)],
            _ when end.EndsWith("/run/101", StringComparison.Ordinal) => [(AgentRun, false)],
            _ when end.EndsWith("/agent/runs", StringComparison.Ordinal) => [($$"""{"items":[{{AgentRun}}],"total":1,"page":1,"size":100,"pages":1}""", false)],
            ("POST", _) =>
            [
                ($$"""{"success":true,"execution_id":"{{Execution}}","workflow_id":"agent-execution-{{Execution}}","message":"ok","terminated_at":"2026-03-01T11:00:00"}""", true),
                ("""{"success":true,"message":"marked","warning":"the workflow may still run"}""", true),
                ($$"""{"success":false,"error":"Execution cannot be paused (status: completed)","execution_id":"{{Execution}}","status":"completed"}""", false),
                ($$"""{"success":false,"error":"Execution cannot be paused (status: paused)","execution_id":"{{Execution}}","status":"paused"}""", false),
            ],
            _ when end.EndsWith("/executions", StringComparison.Ordinal) => [($"[{KubiyaExecution}]", false), ("[]", false)],
            _ => [(KubiyaExecution, false), (KubiyaExecution.Replace("running", "paused", StringComparison.Ordinal), false)],
        };
    }
}
