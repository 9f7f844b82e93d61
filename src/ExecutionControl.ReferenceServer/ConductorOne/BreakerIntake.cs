using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>
/// What goes on setting an automation off: one execution every so often, paused while the breaker is tripped. The rows are written when
/// somebody next looks, with the times at which they came, so that nothing runs in the background and a frozen clock freezes this, too.
/// </summary>
internal static class BreakerIntake
{
    // A clock that is put forward by years must not write rows for ever; the rest follows with the next look.
    private const long MostAtOnce = 100_000;

    private const string Active =
        """
        FROM breaker_intake intake JOIN automations ON automations.id = intake.automation_id
        WHERE enabled AND (tripped_at IS NOT NULL OR retrip_after IS NOT NULL)
        """;

    /// <summary>Lets an automation be set off from now on.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="automationId">The automation.</param>
    /// <param name="every">How often.</param>
    /// <param name="retripAfter">How many executions a closed breaker lets run before it trips; null where only a tripped one collects.</param>
    /// <param name="now">The time.</param>
    public static void Start(StateSession session, string automationId, TimeSpan every, int? retripAfter, DateTimeOffset now) => session.Execute(
        "INSERT OR REPLACE INTO breaker_intake (automation_id, every_ms, next_at, retrip_after) VALUES ($automation, $every, $next, $retrip)",
        ("$automation", automationId), ("$every", (long)every.TotalMilliseconds), ("$next", (now + every).ToUnixTimeMilliseconds()),
        ("$retrip", (long?)retripAfter));

    /// <summary>Lets every automation whose breaker is tripped collect from now on, until it is cleared.</summary>
    public static void StartAll(StateSession session, TimeSpan every, DateTimeOffset now) => session.Execute(
        "INSERT OR REPLACE INTO breaker_intake (automation_id, every_ms, next_at) SELECT id, $every, $next FROM automations WHERE tripped_at IS NOT NULL",
        ("$every", (long)every.TotalMilliseconds), ("$next", (now + every).ToUnixTimeMilliseconds()));

    /// <summary>Lets nothing set an automation off any more.</summary>
    public static void Stop(StateSession session, string automationId) =>
        session.Execute("DELETE FROM breaker_intake WHERE automation_id = $automation", ("$automation", automationId));

    /// <summary>Passes over what has come while the automation was disabled: it started nothing. The rhythm stays.</summary>
    public static void SkipMissed(StateSession session, string automationId, DateTimeOffset now) => session.Execute(
        "UPDATE breaker_intake SET next_at = next_at + every_ms * (($now - next_at) / every_ms + 1) WHERE automation_id = $automation AND next_at <= $now",
        ("$now", now.ToUnixTimeMilliseconds()), ("$automation", automationId));

    /// <summary>When the next one comes that is not written yet, in milliseconds since 1970; null when nothing sets anything off.</summary>
    public static long? Next(StateSession session) => session.Integer($"SELECT MIN(next_at) {Active}");

    /// <summary>Whether the next one has come.</summary>
    public static bool IsDue(long? next, DateTimeOffset now) => next <= now.ToUnixTimeMilliseconds();

    /// <summary>Writes what has come.</summary>
    public static void CatchUp(StateSession session, DateTimeOffset now)
    {
        var collecting = session.Query(
            $"SELECT automation_id, every_ms, next_at, retrip_after, ran, tripped_at, current_version {Active} AND next_at <= $now",
            row => new Collecting(
                row.Text("automation_id"), row.Integer("every_ms"), row.Integer("next_at"),
                row.OptionalInteger("tripped_at") is null
                    ? row.OptionalInteger("retrip_after") - row.Integer("ran")
                    : null,
                row.Integer("current_version")),
            ("$now", now.ToUnixTimeMilliseconds()));
        foreach (var each in collecting)
        {
            Write(session, each, Math.Min(((now.ToUnixTimeMilliseconds() - each.NextAt) / each.EveryMs) + 1, MostAtOnce));
        }
    }

    private static void Write(StateSession session, Collecting each, long count)
    {
        var running = Math.Min(count, each.RunBeforeTripping ?? 0);
        var paused = count - running;
        var firstId = ExecutionStore.NextIds(session, count);
        var trippingAt = each.NextAt + (running * each.EveryMs);
        NewExecutions.AddRunning(session, each.Automation, each.Version, firstId, running, DateTimeOffset.FromUnixTimeMilliseconds(each.NextAt), each.EveryMs);
        NewExecutions.AddPaused(
            session, each.Automation, each.Version, firstId + running, paused, DateTimeOffset.FromUnixTimeMilliseconds(trippingAt), each.EveryMs);
        session.Execute(
            """
            UPDATE breaker_intake SET next_at = next_at + $count * every_ms, ran = CASE WHEN $paused > 0 THEN 0 ELSE ran + $running END
            WHERE automation_id = $automation
            """,
            ("$count", count), ("$running", running), ("$paused", paused), ("$automation", each.Automation));
        session.Execute(
            "UPDATE automations SET observed_count = observed_count + $count, last_executed_at = $last WHERE id = $automation",
            ("$count", count), ("$last", each.NextAt + ((count - 1) * each.EveryMs)), ("$automation", each.Automation));
        if (paused > 0 && each.RunBeforeTripping is not null)
        {
            // What trips it is one more than it lets pass, however few of those have come since it was cleared.
            session.Execute(
                "UPDATE automations SET tripped_at = $tripped, observed_count = MAX(observed_count, breaker_max + $paused) WHERE id = $automation",
                ("$tripped", trippingAt), ("$paused", paused), ("$automation", each.Automation));
        }
    }

    /// <param name="Automation">The automation.</param>
    /// <param name="EveryMs">How often it is set off.</param>
    /// <param name="NextAt">When it is next.</param>
    /// <param name="RunBeforeTripping">How many executions still run before the breaker trips; null where it is tripped.</param>
    /// <param name="Version">The automation's version.</param>
    private sealed record Collecting(string Automation, long EveryMs, long NextAt, long? RunBeforeTripping, long Version);
}
