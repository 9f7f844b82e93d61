namespace ExecutionControl.Reference.Codegen;

/// <summary>The statuses of agent runs that the server itself sets or tells apart.</summary>
internal static class AgentRunStatuses
{
    public const string Active = "ACTIVE";

    public const string Paused = "PAUSED";

    public const string Complete = "COMPLETE";

    public const string Stopped = "STOPPED";

    private static readonly string[] Final =
    [
        Complete, "COMPLETED", "ERROR", "FAILED", "CANCELLED", Stopped, "TIMEOUT", "MAX_ITERATIONS_REACHED", "OUT_OF_TOKENS",
    ];

    public static bool IsFinal(string status) => Final.Contains(status, StringComparer.OrdinalIgnoreCase);
}
