using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>
/// What a tripped breaker goes on pausing: one execution every so often. The rows are written when somebody next looks, with the times at
/// which they came, so that nothing runs in the background and a frozen clock freezes this, too.
/// </summary>
internal static class BreakerIntake
{
    // A clock that is put forward by years must not write rows for ever; the rest follows with the next look.
    private const long MostAtOnce = 100_000;

    private const string Due =
        "FROM breaker_intake intake JOIN automations ON automations.id = intake.automation_id WHERE tripped_at IS NOT NULL AND next_at <= $now";

    /// <summary>Lets an automation collect from now on.</summary>
    public static void Start(StateSession session, string automationId, TimeSpan every, DateTimeOffset now) => session.Execute(
        "INSERT OR REPLACE INTO breaker_intake (automation_id, every_ms, next_at) VALUES ($automation, $every, $next)",
        ("$automation", automationId), ("$every", (long)every.TotalMilliseconds), ("$next", (now + every).ToUnixTimeMilliseconds()));

    /// <summary>Lets every automation whose breaker is tripped collect from now on.</summary>
    public static void StartAll(StateSession session, TimeSpan every, DateTimeOffset now) => session.Execute(
        "INSERT OR REPLACE INTO breaker_intake (automation_id, every_ms, next_at) SELECT id, $every, $next FROM automations WHERE tripped_at IS NOT NULL",
        ("$every", (long)every.TotalMilliseconds), ("$next", (now + every).ToUnixTimeMilliseconds()));

    /// <summary>Whether something has come that is not written yet.</summary>
    public static bool IsDue(StateSession session, DateTimeOffset now) =>
        session.Integer($"SELECT 1 {Due} LIMIT 1", ("$now", now.ToUnixTimeMilliseconds())) is not null;

    /// <summary>Writes what has come.</summary>
    public static void CatchUp(StateSession session, DateTimeOffset now)
    {
        var collecting = session.Query(
            $"SELECT automation_id, every_ms, next_at, current_version {Due}",
            row => (Automation: row.Text("automation_id"), Every: row.Integer("every_ms"), Next: row.Integer("next_at"), Version: row.Integer("current_version")),
            ("$now", now.ToUnixTimeMilliseconds()));
        foreach (var (automation, every, next, version) in collecting)
        {
            var count = Math.Min(((now.ToUnixTimeMilliseconds() - next) / every) + 1, MostAtOnce);
            var firstId = (session.Integer("SELECT MAX(id) FROM executions") ?? 0) + 1;
            PausedExecutions.Add(session, automation, version, firstId, count, DateTimeOffset.FromUnixTimeMilliseconds(next), every);
            session.Execute(
                "UPDATE breaker_intake SET next_at = next_at + $count * every_ms WHERE automation_id = $automation", ("$count", count), ("$automation", automation));
            session.Execute(
                "UPDATE automations SET observed_count = observed_count + $count, last_executed_at = $last WHERE id = $automation",
                ("$count", count), ("$last", next + ((count - 1) * every)), ("$automation", automation));
        }
    }
}
