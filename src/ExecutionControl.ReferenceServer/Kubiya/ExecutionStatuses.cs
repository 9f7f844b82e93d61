namespace ExecutionControl.Reference.Kubiya;

/// <summary>The statuses of executions that the server itself sets or tells apart.</summary>
internal static class ExecutionStatuses
{
    public const string Running = "running";

    public const string WaitingForInput = "waiting_for_input";

    public const string Paused = "paused";

    public const string Completed = "completed";

    public const string Failed = "failed";

    public const string Cancelled = "cancelled";

    public const string Terminated = "terminated";

    public static bool IsFinal(string status) => status is Completed or Failed or Cancelled or Terminated;
}
