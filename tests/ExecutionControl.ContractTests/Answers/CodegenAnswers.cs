using static ExecutionControl.ContractTests.Answers.AnswerMeaning;

namespace ExecutionControl.ContractTests.Answers;

/// <summary>The answers of Codegen's API.</summary>
internal static class CodegenAnswers
{
    public const string ResumePath = "/v1/organizations/42/agent/run/resume";
    public const string BanPath = "/v1/organizations/42/agent/run/ban";
    public const string UnbanPath = "/v1/organizations/42/agent/run/unban";
    public const string RunPath = "/v1/organizations/42/agent/run/101";

    public static IReadOnlyList<DocumentedAnswer> All { get; } =
    [
        Resume("accepted", 200, Applied) with { State = "ACTIVE" },
        Resume("accepted-bare", 200, Applied),
        Resume("unauthenticated", 401, RefusedAuthentication),
        Resume("forbidden", 403, RefusedPermission, "You do not have access to this organization."),
        Resume("not-found", 404, RefusedNotFound, "Agent run not found."),
        Resume("not-paused", 422, RefusedValidation, "Agent run is not paused"),
        Resume("several-faults", 422, RefusedValidation, "field required"),
        Resume("detail-text", 400, RefusedValidation, "Agent run cannot be resumed"),
        Resume("rate-limited", 429, NotProcessed, "Rate limit exceeded. Please try again later."),
        Resume("rate-limited-older", 429, NotProcessed, "Rate limit exceeded: 60 per 30 seconds") with { RetryAfter = TimeSpan.FromSeconds(30) },
        Resume("internal-error", 500, Unclear, "Internal Server Error"),
        Resume("bad-gateway", 502, Unclear),
        Resume("unavailable", 503, Unclear) with { RetryAfter = TimeSpan.FromSeconds(1) },
        Resume("redirected", 307, Redirected),

        .. Stop("ban", BanPath),
        .. Stop("unban", UnbanPath),

        Look("get-run-active") with { State = "ACTIVE" },
        Look("get-run-paused") with { State = "PAUSED" },
    ];

    private static DocumentedAnswer Resume(string answer, int status, AnswerMeaning meaning, string? words = null) =>
        new("codegen/resume-" + answer, HttpMethod.Post, ResumePath, status, meaning, words);

    private static IEnumerable<DocumentedAnswer> Stop(string operation, string path)
    {
        return
        [
            Answer("accepted", 200, Applied),
            Answer("accepted-bare", 200, Applied),
            Answer("unauthenticated", 401, RefusedAuthentication),
            Answer("forbidden", 403, RefusedPermission, "You do not have access to this organization."),
            Answer("not-found", 404, RefusedNotFound, "Agent run not found."),
            Answer("invalid", 422, RefusedValidation, "field required"),
            Answer("rate-limited", 429, NotProcessed, "Rate limit exceeded. Please try again later."),
            Answer("internal-error", 500, Unclear, "Internal Server Error"),
            Answer("bad-gateway", 502, Unclear),
        ];

        DocumentedAnswer Answer(string answer, int status, AnswerMeaning meaning, string? words = null) =>
            new($"codegen/{operation}-{answer}", HttpMethod.Post, path, status, meaning, words);
    }

    private static DocumentedAnswer Look(string answer) => new("codegen/" + answer, HttpMethod.Get, RunPath, 200, Information);
}
