namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>What the services hold when a check begins.</summary>
internal static class SuiteSeed
{
    /// <summary>Tripped, with <see cref="TrippedPaused"/> paused executions that all resolve.</summary>
    public const string Tripped = "aut_tripped";

    /// <summary>More than the largest page.</summary>
    public const int TrippedPaused = 130;

    /// <summary>Tripped, with 12 paused executions of which two fail once.</summary>
    public const string Failing = "aut_failing";

    /// <summary>Tripped; one more execution is paused every second.</summary>
    public const string Filling = "aut_filling";

    /// <summary>Not tripped, with the executions below.</summary>
    public const string Closed = "aut_closed";

    /// <summary>Greater than 2^53, where a client that takes it for a double rounds it.</summary>
    public const string RunningExecution = "9007199254740993";

    public const string DoneExecution = "9007199254740995";

    public const long PausedRun = 101;

    /// <summary>Works on the pull request of <see cref="PausedRun"/>.</summary>
    public const long ActiveRun = 102;

    public const long CompleteRun = 103;

    /// <summary>Paused, without a pull request.</summary>
    public const long LonePausedRun = 104;

    public const string Running = "11111111-1111-4111-8111-111111111111";
    public const string Paused = "22222222-2222-4222-8222-222222222222";
    public const string Completed = "33333333-3333-4333-8333-333333333333";
    public const string Waiting = "44444444-4444-4444-8444-444444444444";
    public const string Failed = "55555555-5555-4555-8555-555555555555";
    public const string Cancelled = "66666666-6666-4666-8666-666666666666";
    public const string Terminated = "77777777-7777-4777-8777-777777777777";
    public const string Pending = "88888888-8888-4888-8888-888888888888";
    public const string Queued = "99999999-9999-4999-8999-999999999999";

    /// <summary>No execution of Kubiya has it.</summary>
    public const string Unknown = "00000000-0000-4000-8000-000000000000";

    public const string Json = $$"""
        {
          "automations": [
            { "id": "{{Tripped}}", "displayName": "Leavers", "trippedMinutesAgo": 20, "breakerMax": 50, "paused": 130 },
            { "id": "{{Failing}}", "trippedMinutesAgo": 10, "paused": 12, "failing": 2 },
            { "id": "{{Filling}}", "trippedMinutesAgo": 5, "paused": 3, "pausedEveryMs": 1000 },
            {
              "id": "{{Closed}}",
              "executions": [
                { "id": "{{RunningExecution}}", "state": "PROCESS_STEP", "createdMinutesAgo": 4 },
                { "id": "{{DoneExecution}}", "state": "DONE", "createdMinutesAgo": 60 },
                { "id": "9007199254740997", "state": "WAITING", "createdMinutesAgo": 6 },
                { "id": "9007199254740999", "state": "ERROR", "createdMinutesAgo": 7 }
              ]
            }
          ],
          "agentRuns": [
            { "id": 101, "status": "PAUSED", "pullRequest": 318, "sourceType": "SLACK", "createdMinutesAgo": 40 },
            { "id": 102, "status": "ACTIVE", "pullRequest": 318, "createdMinutesAgo": 30 },
            { "id": 103, "status": "COMPLETE", "pullRequest": 318, "result": "Done.", "createdMinutesAgo": 20 },
            { "id": 104, "status": "PAUSED", "createdMinutesAgo": 10 }
          ],
          "executions": [
            { "id": "{{Running}}", "status": "running" },
            { "id": "{{Paused}}", "status": "paused", "type": "TEAM" },
            { "id": "{{Completed}}", "status": "completed" },
            { "id": "{{Waiting}}", "status": "waiting_for_input", "type": "TEAM" },
            { "id": "{{Failed}}", "status": "failed" },
            { "id": "{{Cancelled}}", "status": "cancelled" },
            { "id": "{{Terminated}}", "status": "terminated" },
            { "id": "{{Pending}}", "status": "pending" },
            { "id": "{{Queued}}", "status": "queued", "createdMinutesAgo": 1 }
          ]
        }
        """;
}
