using static ExecutionControl.ContractTests.Answers.AnswerMeaning;

namespace ExecutionControl.ContractTests.Answers;

/// <summary>The answers of Kubiya's control plane.</summary>
internal static class KubiyaAnswers
{
    public const string ExecutionId = "11111111-1111-4111-8111-111111111111";
    public const string ExecutionPath = "/api/v1/executions/" + ExecutionId;
    public const string PausePath = ExecutionPath + "/pause";
    public const string ResumePath = ExecutionPath + "/resume";
    public const string CancelPath = ExecutionPath + "/cancel";
    public const string TerminatePath = ExecutionPath + "/terminate";

    public static IReadOnlyList<DocumentedAnswer> All { get; } =
    [
        Pause("accepted", 200, Applied, "Execution paused successfully"),
        Pause("accepted-team", 200, Applied, "Execution paused successfully"),
        Refusal("pause", PausePath, "paused", AlreadySo),
        Refusal("pause", PausePath, "pending", RefusedState),
        Refusal("pause", PausePath, "queued", RefusedState),
        Refusal("pause", PausePath, "completed", RefusedState),
        Refusal("pause", PausePath, "failed", RefusedState),
        Refusal("pause", PausePath, "cancelled", RefusedState),
        Refusal("pause", PausePath, "terminated", RefusedState),
        Pause("without-success", 200, Unclear, "ok"),
        Pause("success-as-text", 200, Unclear),
        Pause("unauthenticated", 401, RefusedAuthentication, "Invalid or expired token"),
        Pause("forbidden", 403, RefusedPermission, "The API key may not control executions"),
        Pause("not-found", 404, RefusedNotFound, "Execution not found"),
        Pause("invalid", 422, RefusedValidation, "value is not valid"),
        Pause("malformed-id", 500, RefusedValidation, "Failed to pause execution: badly formed hexadecimal UUID string"),
        Pause("malformed-id-database", 500, RefusedValidation, "Failed to pause execution: invalid input syntax for type uuid: \"not-a-uuid\""),
        Pause("rate-limited", 429, NotProcessed, "Too many requests") with { RetryAfter = TimeSpan.FromSeconds(1) },
        Pause("internal-error", 500, Unclear, "Failed to pause execution: the workflow engine did not answer"),
        Pause("bad-gateway", 502, Unclear),
        Pause("unavailable", 503, Unclear, "Service Unavailable"),
        Pause("redirected", 307, Redirected),

        new("kubiya/cancel-warning", HttpMethod.Post, CancelPath, 200, Unconfirmed, "The workflow engine could not be reached; the workflow may still be running"),

        .. Command("resume", ResumePath, "Execution resumed successfully"),
        Refusal("resume", ResumePath, "running", AlreadySo),
        Refusal("resume", ResumePath, "waiting_for_input", AlreadySo),
        Refusal("resume", ResumePath, "pending", RefusedState),
        Refusal("resume", ResumePath, "completed", RefusedState),
        Refusal("resume", ResumePath, "cancelled", RefusedState),

        .. Command("cancel", CancelPath, "Execution cancelled successfully"),
        Refusal("cancel", CancelPath, "cancelled", AlreadySo),
        Refusal("cancel", CancelPath, "terminated", AlreadySo),
        Refusal("cancel", CancelPath, "paused", RefusedState),
        Refusal("cancel", CancelPath, "pending", RefusedState),
        Refusal("cancel", CancelPath, "completed", RefusedState),
        Refusal("cancel", CancelPath, "failed", RefusedState),

        Terminate("accepted", 200, Applied),
        Terminate("final", 400, RefusedValidation, "Execution is already in a final state: completed"),
        Terminate("unauthenticated", 401, RefusedAuthentication, "Invalid or expired authentication token"),
        Terminate("forbidden", 403, RefusedPermission, "You may not terminate this execution"),
        Terminate("not-found", 404, RefusedNotFound, "Execution not found"),
        Terminate("invalid", 422, RefusedValidation, "String should have at least 1 character"),
        Terminate("malformed-id", 500, RefusedValidation, "An unexpected error occurred while terminating execution"),
        Terminate("internal-error", 500, Unclear, "Failed to terminate execution: the workflow engine did not answer"),

        Look("running"),
        Look("paused"),
        Look("completed"),
    ];

    private static DocumentedAnswer Pause(string answer, int status, AnswerMeaning meaning, string? words = null) =>
        new("kubiya/pause-" + answer, HttpMethod.Post, PausePath, status, meaning, words);

    private static DocumentedAnswer Terminate(string answer, int status, AnswerMeaning meaning, string? words = null) =>
        new("kubiya/terminate-" + answer, HttpMethod.Post, TerminatePath, status, meaning, words);

    private static DocumentedAnswer Refusal(string operation, string path, string state, AnswerMeaning meaning)
    {
        var why = operation switch
        {
            "pause" => "Execution cannot be paused",
            "resume" => "Execution is not paused",
            _ => "Execution is not running",
        };
        var name = $"kubiya/{operation}-refused-{state.Replace('_', '-')}";
        return new DocumentedAnswer(name, HttpMethod.Post, path, 200, meaning, $"{why} (status: {state})") { State = state };
    }

    private static IEnumerable<DocumentedAnswer> Command(string operation, string path, string done)
    {
        return
        [
            Answer("accepted", 200, Applied, done),
            Answer("unauthenticated", 401, RefusedAuthentication, "Invalid or expired authentication token"),
            Answer("not-found", 404, RefusedNotFound, "Execution not found"),
            Answer("invalid", 422, RefusedValidation, "Input should be a valid string"),
            Answer("malformed-id", 500, RefusedValidation, $"Failed to {operation} execution: badly formed hexadecimal UUID string"),
            Answer("internal-error", 500, Unclear, $"Failed to {operation} execution: the workflow engine did not answer"),
        ];

        DocumentedAnswer Answer(string answer, int status, AnswerMeaning meaning, string words) =>
            new($"kubiya/{operation}-{answer}", HttpMethod.Post, path, status, meaning, words);
    }

    private static DocumentedAnswer Look(string state) =>
        new("kubiya/get-execution-" + state, HttpMethod.Get, ExecutionPath, 200, Information) { State = state };
}
