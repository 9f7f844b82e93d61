using ExecutionControl.Reference.Kubiya;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Seed;

/// <summary>Kubiya's executions.</summary>
internal static class KubiyaSeed
{
    private const string Agent = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string Team = "aaaaaaaa-0000-4000-8000-000000000002";

    public static void Write(StateSession session, DateTimeOffset now)
    {
        ExecutionStore.Add(session, new ExecutionRow(
            "11111111-1111-4111-8111-111111111111", "AGENT", Agent, "Cluster keeper", "Find out why the checkout pods restart.", ExecutionStatuses.Running,
            Response: null, ErrorMessage: null, "runner-eu-1", "mara@example.com",
            now.AddMinutes(-12), now.AddMinutes(-11), CompletedAt: null, now.AddMinutes(-1)));
        ExecutionStore.Add(session, new ExecutionRow(
            "22222222-2222-4222-8222-222222222222", "TEAM", Team, "Release crew", "Roll the shop out to the second region.", ExecutionStatuses.Paused,
            Response: null, ErrorMessage: null, "runner-eu-1", "mara@example.com",
            now.AddMinutes(-50), now.AddMinutes(-49), CompletedAt: null, now.AddMinutes(-20)));
        ExecutionStore.Add(session, new ExecutionRow(
            "33333333-3333-4333-8333-333333333333", "AGENT", Agent, "Cluster keeper", "List certificates that expire this month.", ExecutionStatuses.Completed,
            "Two certificates expire this month.", ErrorMessage: null, "runner-us-1", "jo@example.com", now.AddHours(-7), now.AddHours(-7).AddSeconds(3),
            now.AddHours(-7).AddSeconds(95), now.AddHours(-7).AddSeconds(95)));
        ExecutionStore.Add(session, new ExecutionRow(
            "44444444-4444-4444-8444-444444444444", "TEAM", Team, "Release crew", "Draft the notes of the next release.", ExecutionStatuses.WaitingForInput,
            Response: null, ErrorMessage: null, "runner-us-1", "jo@example.com",
            now.AddHours(-2), now.AddHours(-2).AddSeconds(5), CompletedAt: null, now.AddMinutes(-90)));
    }
}
