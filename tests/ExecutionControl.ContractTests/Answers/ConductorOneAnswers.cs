using static ExecutionControl.ContractTests.Answers.AnswerMeaning;

namespace ExecutionControl.ContractTests.Answers;

/// <summary>The answers of ConductorOne's API and of its token endpoint.</summary>
internal static class ConductorOneAnswers
{
    public const string TokenPath = "/auth/v1/token";
    public const string AutomationPath = "/api/v1/automations/aut_runaway";
    public const string ResolvePausedPath = AutomationPath + "/circuit_breaker/resolve_paused";
    public const string ClearBreakerPath = AutomationPath + "/circuit_breaker/clear";
    public const string ExecutionPath = "/api/v1/automation_executions/9007199254740993";
    public const string TerminatePath = ExecutionPath + "/actions/terminate";
    public const string SearchPath = "/api/v1/search/all_automation_executions";

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<DocumentedAnswer> All { get; } =
    [
        Token("issued", 200, Information),
        Token("renewed", 200, Information),
        Token("rejected", 401, RefusedAuthentication, "The client assertion could not be verified."),
        Token("bad-request", 400, RefusedAuthentication, "client_assertion is required."),
        Token("empty", 200, RefusedAuthentication),
        Token("without-lifetime", 200, RefusedAuthentication),
        Token("lifetime-zero", 200, RefusedAuthentication),
        Token("html", 200, RefusedAuthentication),
        Token("unavailable", 503, NotProcessed, "Try again later.") with { RetryAfter = OneSecond },

        ResolvePaused("all-settled", 200, Applied),
        ResolvePaused("some-errored", 200, AppliedInPart),
        ResolvePaused("older-counts", 200, Applied),
        ResolvePaused("nothing-paused", 200, AlreadySo),
        ResolvePaused("bulk-action", 200, Settling),
        ResolvePaused("bulk-action-alone", 200, Settling),
        ResolvePaused("no-decision", 400, RefusedValidation, "decision must be RUN or CANCEL", "rp-400"),
        ResolvePaused("precondition", 400, RefusedState, "automation is being deleted", "rp-409"),
        ResolvePaused("not-found", 404, RefusedNotFound, "automation not found", "rp-404"),
        ResolvePaused("unauthenticated", 401, RefusedAuthentication, "token is expired", "rp-401"),
        ResolvePaused("forbidden", 403, RefusedPermission, "missing permission to control automations", "rp-403"),
        ResolvePaused("rate-limited", 429, NotProcessed, "rate limit exceeded", "rp-429") with { RetryAfter = OneSecond },
        ResolvePaused("request-timeout", 408, Unclear),
        ResolvePaused("client-closed", 499, Unclear),
        ResolvePaused("bare-error", 500, Unclear),
        ResolvePaused("internal-error", 500, Unclear, "internal error", "rp-500"),
        ResolvePaused("bad-gateway", 502, Unclear),
        ResolvePaused("unavailable", 503, Unclear, "service unavailable", "rp-503"),
        ResolvePaused("redirected", 301, Redirected),

        ClearBreaker("accepted", 200, Applied),
        ClearBreaker("bad-decision", 400, RefusedValidation, "decision is not known", "cb-400"),
        ClearBreaker("precondition", 400, RefusedState, "automation is being deleted", "cb-400p"),
        ClearBreaker("not-found", 404, RefusedNotFound, "automation not found", "cb-404"),
        ClearBreaker("unauthenticated", 401, RefusedAuthentication, "token is expired", "cb-401"),
        ClearBreaker("forbidden", 403, RefusedPermission, "missing permission to control automations", "cb-403"),
        ClearBreaker("rate-limited", 429, NotProcessed, "rate limit exceeded", "cb-429") with { RetryAfter = OneSecond },
        ClearBreaker("internal-error", 500, Unclear, "internal error", "cb-500"),
        ClearBreaker("unavailable", 503, Unclear, "service unavailable", "cb-503"),
        ClearBreaker("redirected", 301, Redirected),

        Terminate("accepted", 200, Settling),
        Terminate("malformed-id", 400, RefusedValidation, "id must be a 64-bit integer", "te-400"),
        Terminate("not-found", 404, RefusedNotFound, "automation execution not found", "te-404"),
        Terminate("unauthenticated", 401, RefusedAuthentication, "token is expired", "te-401"),
        Terminate("forbidden", 403, RefusedPermission, "missing permission to control automations", "te-403"),
        Terminate("rate-limited", 429, NotProcessed, "rate limit exceeded", "te-429") with { RetryAfter = OneSecond },
        Terminate("request-timeout", 408, Unclear),
        Terminate("client-closed", 499, Unclear),
        Terminate("bare-error", 500, Unclear),
        Terminate("internal-error", 500, Unclear, "internal error", "te-500"),
        Terminate("bad-gateway", 502, Unclear),
        Terminate("unavailable", 503, Unclear, "service unavailable", "te-503"),
        Terminate("redirected", 301, Redirected),

        Look("get-automation-tripped", AutomationPath),
        Look("get-automation-closed", AutomationPath),
        Look("get-execution-running", ExecutionPath) with { State = "AUTOMATION_EXECUTION_STATE_PROCESS_STEP" },
        Look("get-execution-terminated", ExecutionPath) with { State = "AUTOMATION_EXECUTION_STATE_TERMINATE" },
        Look("get-execution-done", ExecutionPath) with { State = "AUTOMATION_EXECUTION_STATE_DONE" },
        new("conductorone/search-executions-none", HttpMethod.Post, SearchPath, 200, Information),
    ];

    private static DocumentedAnswer Token(string answer, int status, AnswerMeaning meaning, string? words = null) =>
        new("conductorone/token-" + answer, HttpMethod.Post, TokenPath, status, meaning, words);

    private static DocumentedAnswer ResolvePaused(string answer, int status, AnswerMeaning meaning, string? words = null, string? requestId = null) =>
        new("conductorone/resolve-paused-" + answer, HttpMethod.Post, ResolvePausedPath, status, meaning, words) { RequestId = requestId };

    private static DocumentedAnswer Terminate(string answer, int status, AnswerMeaning meaning, string? words = null, string? requestId = null) =>
        new("conductorone/terminate-" + answer, HttpMethod.Post, TerminatePath, status, meaning, words) { RequestId = requestId };

    private static DocumentedAnswer ClearBreaker(string answer, int status, AnswerMeaning meaning, string? words = null, string? requestId = null) =>
        new("conductorone/clear-breaker-" + answer, HttpMethod.Post, ClearBreakerPath, status, meaning, words) { RequestId = requestId };

    private static DocumentedAnswer Look(string answer, string path) => new("conductorone/" + answer, HttpMethod.Get, path, 200, Information);
}
