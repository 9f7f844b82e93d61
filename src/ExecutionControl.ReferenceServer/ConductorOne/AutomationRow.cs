using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>An automation; its breaker is tripped while <paramref name="TrippedAt"/> has a value.</summary>
internal sealed record AutomationRow(
    string Id, string DisplayName, string Description, bool Enabled, string AppId, long CurrentVersion, long BreakerMax, BreakerPeriod BreakerPeriod,
    DateTimeOffset? TrippedAt, long ObservedCount, DateTimeOffset CreatedAt, DateTimeOffset? LastExecutedAt)
{
    public const string Columns =
        """
        id, display_name, description, enabled, app_id, current_version, breaker_max, breaker_period, tripped_at, observed_count, created_at,
        last_executed_at
        """;

    public static AutomationRow Read(StateRow row) => new(
        row.Text("id"), row.Text("display_name"), row.Text("description"), row.Flag("enabled"), row.Text("app_id"), row.Integer("current_version"),
        row.Integer("breaker_max"), (BreakerPeriod)row.Integer("breaker_period"), row.OptionalTime("tripped_at"), row.Integer("observed_count"),
        row.Time("created_at"), row.OptionalTime("last_executed_at"));
}

/// <summary>The period in which a circuit breaker counts executions, numbered for the database.</summary>
internal enum BreakerPeriod
{
    Unspecified = 0,
    Hour = 1,
    Day = 2,
    Week = 3,
    Month = 4,
}
