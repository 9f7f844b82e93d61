using static ExecutionControl.ContractTests.Answers.AnswerMeaning;

namespace ExecutionControl.ContractTests.Answers;

/// <summary>The answers to a change of an automation, and what a look at it shows then.</summary>
internal sealed class UpdateAutomationAnswers : IDocumentedAnswers
{
    public IEnumerable<DocumentedAnswer> Answers =>
    [
        UpdateAutomation("disabled", 200, Applied),
        UpdateAutomation("enabled", 200, Applied),
        UpdateAutomation("bad-mask", 400, RefusedValidation, "update_mask: there is no such field", "ua-400"),
        UpdateAutomation("precondition", 400, RefusedState, "automation is being deleted", "ua-400p"),
        UpdateAutomation("not-found", 404, RefusedNotFound, "automation not found", "ua-404"),
        UpdateAutomation("unauthenticated", 401, RefusedAuthentication, "token is expired", "ua-401"),
        UpdateAutomation("forbidden", 403, RefusedPermission, "missing permission to control automations", "ua-403"),
        UpdateAutomation("rate-limited", 429, NotProcessed, "rate limit exceeded", "ua-429") with { RetryAfter = TimeSpan.FromSeconds(1) },
        UpdateAutomation("internal-error", 500, Unclear, "internal error", "ua-500"),
        UpdateAutomation("unavailable", 503, Unclear, "service unavailable", "ua-503"),
        UpdateAutomation("redirected", 301, Redirected),
        new("conductorone/get-automation-disabled", HttpMethod.Get, ConductorOneAnswers.AutomationPath, 200, Information),
    ];

    private static DocumentedAnswer UpdateAutomation(string answer, int status, AnswerMeaning meaning, string? words = null, string? requestId = null) =>
        new("conductorone/update-automation-" + answer, HttpMethod.Post, ConductorOneAnswers.AutomationPath, status, meaning, words) { RequestId = requestId };
}
