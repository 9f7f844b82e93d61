using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>The automations with their circuit breakers.</summary>
internal static class AutomationStore
{
    public static AutomationRow? Find(StateSession session, string id) =>
        session.First($"SELECT {AutomationRow.Columns} FROM automations WHERE id = $id", AutomationRow.Read, ("$id", id));

    /// <summary>A page of automations in the order of their ids.</summary>
    public static List<AutomationRow> List(StateSession session, string after, int count) => session.Query(
        $"SELECT {AutomationRow.Columns} FROM automations WHERE id > $after ORDER BY id LIMIT $count",
        AutomationRow.Read,
        ("$after", after), ("$count", (long)count));

    public static void Add(StateSession session, AutomationRow automation) => session.Execute(
        $"""
        INSERT INTO automations ({AutomationRow.Columns})
        VALUES ($id, $name, $description, $enabled, $app, $version, $max, $period, $tripped, $observed, $created, $executed)
        """,
        ("$id", automation.Id), ("$name", automation.DisplayName), ("$description", automation.Description), ("$enabled", automation.Enabled ? 1L : 0L),
        ("$app", automation.AppId), ("$version", automation.CurrentVersion), ("$max", automation.BreakerMax), ("$period", (long)automation.BreakerPeriod),
        ("$tripped", automation.TrippedAt?.ToUnixTimeMilliseconds()), ("$observed", automation.ObservedCount),
        ("$created", automation.CreatedAt.ToUnixTimeMilliseconds()), ("$executed", automation.LastExecutedAt?.ToUnixTimeMilliseconds()));

    /// <summary>Writes what a caller may change of an automation.</summary>
    public static void Update(StateSession session, AutomationRow automation) => session.Execute(
        """
        UPDATE automations SET display_name = $name, description = $description, enabled = $enabled, breaker_max = $max, breaker_period = $period
        WHERE id = $id
        """,
        ("$name", automation.DisplayName), ("$description", automation.Description), ("$enabled", automation.Enabled ? 1L : 0L),
        ("$max", automation.BreakerMax), ("$period", (long)automation.BreakerPeriod), ("$id", automation.Id));

    public static void CloseBreaker(StateSession session, string id) =>
        session.Execute("UPDATE automations SET tripped_at = NULL, observed_count = 0 WHERE id = $id", ("$id", id));
}
