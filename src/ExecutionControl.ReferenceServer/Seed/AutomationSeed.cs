using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Seed;

/// <summary>ConductorOne's automations and executions.</summary>
internal static class AutomationSeed
{
    private const long FirstOfRunaway = 1_000_001;
    private const int PausedOfRunaway = 240;
    private const int FailingOfRunaway = 3;
    private const long FirstOfBacklog = 2_000_001;
    private const int PausedOfBacklog = 12_000;

    // Greater than 2^53, where a client that takes it for a double rounds it.
    private const long RunningOfNightly = 9_007_199_254_740_993;
    private const long DoneOfNightly = 839_265;

    public static void Write(StateSession session, DateTimeOffset now, int? pausedOfBacklog)
    {
        AutomationStore.Add(session, new AutomationRow(
            "aut_runaway", "Offboard contractors", "Revokes every grant of contractors whose last day has passed.", Enabled: true, "app_directory",
            CurrentVersion: 7, BreakerMax: 100, BreakerPeriod.Hour, TrippedAt: now.AddMinutes(-18), ObservedCount: 101,
            CreatedAt: now.AddDays(-90), LastExecutedAt: now.AddMinutes(-18)));
        AutomationStore.Add(session, new AutomationRow(
            "aut_backlog", "Recertify dormant accounts", "Opens a review for every account without a login in 90 days.", Enabled: true, "app_warehouse",
            CurrentVersion: 3, BreakerMax: 5_000, BreakerPeriod.Day, TrippedAt: now.AddHours(-9), ObservedCount: 5_001,
            CreatedAt: now.AddDays(-200), LastExecutedAt: now.AddHours(-9)));
        AutomationStore.Add(session, new AutomationRow(
            "aut_nightly", "Nightly access report", "Mails the access report of the day to the owners of each application.", Enabled: true, "app_directory",
            CurrentVersion: 12, BreakerMax: 10, BreakerPeriod.Week, TrippedAt: null, ObservedCount: 0,
            CreatedAt: now.AddDays(-400), LastExecutedAt: now.AddMinutes(-4)));

        // Half of a start would go by over these, which not every test looks at. More than that are written at once, so that no caller waits for them.
        var paused = pausedOfBacklog ?? PausedOfBacklog;
        if (paused <= PausedOfBacklog)
        {
            session.FillLater("executions", filling => WriteExecutions(filling, now, paused));
        }
        else
        {
            WriteExecutions(session, now, paused);
        }
    }

    private static void WriteExecutions(StateSession session, DateTimeOffset now, int paused)
    {
        NewExecutions.AddPaused(session, "aut_runaway", version: 7, FirstOfRunaway, PausedOfRunaway, now.AddMinutes(-18), millisecondsApart: 4_000);

        // However many there are, they were paused between then and now.
        NewExecutions.AddPaused(session, "aut_backlog", version: 3, FirstOfBacklog, paused, now.AddHours(-9), paused <= PausedOfBacklog ? 2_500 : 0);
        WriteFailures(session);
        ExecutionStore.Add(
            session, RunningOfNightly, "aut_nightly", version: 12, ExecutionState.ProcessStep, created: now.AddMinutes(-4),
            updated: now.AddMinutes(-3), completed: null);

        var done = now.AddDays(-1).AddSeconds(754);
        ExecutionStore.Add(session, DoneOfNightly, "aut_nightly", version: 12, ExecutionState.Done, created: now.AddDays(-1), updated: done, completed: done);
    }

    // Spread over the backlog, the last one included, so that nothing passes by looking at one end of it.
    private static void WriteFailures(StateSession session) => session.Execute(
        "UPDATE executions SET failures_left = 1 WHERE automation_id = 'aut_runaway' AND (id - $before) % $every = 0",
        ("$before", FirstOfRunaway - 1), ("$every", (long)(PausedOfRunaway / FailingOfRunaway)));
}
