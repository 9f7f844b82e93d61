using static ExecutionControl.ContractTests.Answers.AnswerMeaning;

namespace ExecutionControl.ContractTests.Answers;

/// <summary>The answers of Kubiya's control plane.</summary>
internal static class KubiyaAnswers
{
    public const string ExecutionId = "11111111-1111-4111-8111-111111111111";
    public const string ExecutionPath = "/api/v1/executions/" + ExecutionId;
    public const string PausePath = ExecutionPath + "/pause";
    public const string CancelPath = ExecutionPath + "/cancel";

    public static IReadOnlyList<DocumentedAnswer> All { get; } =
    [
        Pause("accepted", 200, Applied, "Execution paused successfully"),
        Pause("accepted-team", 200, Applied, "Execution paused successfully"),
        Refusal("paused", AlreadySo),
        Refusal("pending", RefusedState),
        Refusal("queued", RefusedState),
        Refusal("completed", RefusedState),
        Refusal("failed", RefusedState),
        Refusal("cancelled", RefusedState),
        Refusal("terminated", RefusedState),
        Pause("without-success", 200, Unclear, "ok"),
        Pause("success-as-text", 200, Unclear),
        Pause("unauthenticated", 401, RefusedAuthentication, "Invalid or expired token"),
        Pause("forbidden", 403, RefusedPermission, "The API key may not control executions"),
        Pause("not-found", 404, RefusedNotFound, "Execution not found"),
        Pause("invalid", 422, RefusedValidation, "value is not valid"),
        Pause("malformed-id", 500, RefusedValidation, "Failed to pause execution: badly formed hexadecimal UUID string"),
        Pause("malformed-id-database", 500, RefusedValidation, "Failed to pause execution: invalid input syntax for type uuid: \"not-a-uuid\""),
        Pause("rate-limited", 429, TurnedAway, "Too many requests") with { RetryAfter = TimeSpan.FromSeconds(1) },
        Pause("internal-error", 500, Unclear, "Failed to pause execution: the workflow engine did not answer"),
        Pause("bad-gateway", 502, Unclear),
        Pause("unavailable", 503, Unclear, "Service Unavailable"),
        Pause("redirected", 307, Redirected),

        new("kubiya/cancel-warning", HttpMethod.Post, CancelPath, 200, Unconfirmed, "The workflow engine could not be reached; the workflow may still be running"),

        Look("running"),
        Look("paused"),
        Look("completed"),
    ];

    private static DocumentedAnswer Pause(string answer, int status, AnswerMeaning meaning, string? words = null) =>
        new("kubiya/pause-" + answer, HttpMethod.Post, PausePath, status, meaning, words);

    private static DocumentedAnswer Refusal(string state, AnswerMeaning meaning) =>
        Pause("refused-" + state, 200, meaning, $"Execution is not running (status: {state})") with { State = state };

    private static DocumentedAnswer Look(string state) =>
        new("kubiya/get-execution-" + state, HttpMethod.Get, ExecutionPath, 200, Information) { State = state };
}
