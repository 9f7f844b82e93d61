using System.Globalization;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>The automation executions.</summary>
internal static class ExecutionStore
{
    public static ExecutionRow? Find(StateSession session, long id) =>
        session.First($"SELECT {ExecutionRow.Columns} FROM executions WHERE id = $id", ExecutionRow.Read, ("$id", id));

    public static void Add(
        StateSession session, long id, string automationId, long version, ExecutionState state, DateTimeOffset created, DateTimeOffset updated,
        DateTimeOffset? completed) => session.Execute(
        """
        INSERT INTO executions (id, automation_id, version, state, created_at, updated_at, completed_at, subject_user_id)
        VALUES ($id, $automation, $version, $state, $created, $updated, $completed, 'user_1')
        """,
        ("$id", id), ("$automation", automationId), ("$version", version), ("$state", (long)state), ("$created", created.ToUnixTimeMilliseconds()),
        ("$updated", updated.ToUnixTimeMilliseconds()), ("$completed", completed?.ToUnixTimeMilliseconds()));

    /// <summary>
    /// The first of so many ids that nobody has, behind those in use. Clients that take ids for doubles round those above 2^53: the seed has
    /// one for them to stumble over, new ones stay below as long as there is room.
    /// </summary>
    public static long NextIds(StateSession session, long count)
    {
        const long Bound = 9_000_000_000_000_000;
        var below = session.Integer("SELECT MAX(id) FROM executions WHERE id < $bound", ("$bound", Bound)) ?? 0;
        return below + count < Bound ? below + 1 : (session.Integer("SELECT MAX(id) FROM executions") ?? 0) + 1;
    }

    /// <summary>How many executions of an automation are paused.</summary>
    public static long CountPaused(StateSession session, string automationId, DateTimeOffset now) => session.Integer(
        $"SELECT COUNT(*) FROM executions WHERE automation_id = $automation AND {ExecutionCourse.PausedSql}",
        ("$automation", automationId), ("$now", now.ToUnixTimeMilliseconds())) ?? 0;

    /// <summary>The greatest id of the paused executions of an automation; null when none is paused.</summary>
    public static long? LastPaused(StateSession session, string automationId, DateTimeOffset now) => session.Integer(
        $"SELECT MAX(id) FROM executions WHERE automation_id = $automation AND {ExecutionCourse.PausedSql}",
        ("$automation", automationId), ("$now", now.ToUnixTimeMilliseconds()));

    /// <summary>Lets an execution end at a later time. Until then it stays in the state that it has now.</summary>
    public static void TerminateAt(StateSession session, ExecutionRow row, DateTimeOffset now, DateTimeOffset terminateAt)
    {
        var (state, since) = ExecutionCourse.At(row, now);

        // The index has to follow a state that is written, even the same.
        session.Execute(
            state == row.StoredState
                ? "UPDATE executions SET run_at = NULL, updated_at = $since, terminate_at = $at WHERE id = $id"
                : "UPDATE executions SET run_at = NULL, updated_at = $since, terminate_at = $at, state = $state WHERE id = $id",
            ("$since", since.ToUnixTimeMilliseconds()), ("$at", terminateAt.ToUnixTimeMilliseconds()), ("$id", row.Id), ("$state", (long)state));
    }

    /// <summary>A page of the executions that a filter lets through, newest first.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="filter">What to look for.</param>
    /// <param name="before">Only executions with a smaller id; null for the first page.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="now">When the states are looked at.</param>
    public static List<ExecutionRow> Search(StateSession session, ExecutionFilter filter, long? before, int count, DateTimeOffset now)
    {
        var parameters = new List<(string, object?)> { ("$now", now.ToUnixTimeMilliseconds()), ("$before", before), ("$count", (long)count) };
        var conditions = new List<string> { "($before IS NULL OR id < $before)" };
        if (filter.ExecutionId is { } id)
        {
            parameters.Add(("$id", id));
            conditions.Add("id = $id");
        }

        if (filter.References.Count > 0)
        {
            conditions.Add($"id IN ({string.Join(", ", filter.References.Select(reference => reference.ToString(CultureInfo.InvariantCulture)))})");
        }

        if (filter.Query.Length > 0)
        {
            parameters.Add(("$query", filter.Query));
            conditions.Add(
                """
                (INSTR(id, $query) > 0 OR automation_id IN (
                    SELECT automations.id FROM automations
                    WHERE INSTR(LOWER(automations.id), LOWER($query)) > 0 OR INSTR(LOWER(display_name), LOWER($query)) > 0))
                """);
        }

        AddTextFilter("automation_id IN ({0})", "$automation", filter.AutomationIds);
        AddTextFilter("automation_id IN (SELECT automations.id FROM automations WHERE app_id IN ({0}))", "$app", filter.AppIds);
        AddTextFilter("subject_user_id IN ({0})", "$user", filter.SubjectUserIds);
        if (filter.States.Count > 0)
        {
            var states = string.Join(", ", filter.States.Select(state => ((int)state).ToString(CultureInfo.InvariantCulture)));
            conditions.Add($"{ExecutionCourse.StateSql} IN ({states})");

            // Lets the index help where the computed state cannot: a watched backlog is small in the end, its automation is not.
            if (filter.States.All(ExecutionCourse.IsOnlyStored))
            {
                conditions.Add(filter.States.Count == 1 ? $"state = {states}" : $"state IN ({states})");
            }
        }

        return session.Query(
            $"SELECT {ExecutionRow.Columns} FROM executions WHERE {string.Join(" AND ", conditions)} ORDER BY id DESC LIMIT $count",
            ExecutionRow.Read,
            [.. parameters]);

        void AddTextFilter(string condition, string prefix, IReadOnlyList<string> values)
        {
            if (values.Count == 0)
            {
                return;
            }

            var names = values.Select((value, index) => (Name: string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}"), value)).ToList();
            parameters.AddRange(names.Select(name => (name.Name, (object?)name.value)));
            conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, string.Join(", ", names.Select(name => name.Name))));
        }
    }
}

/// <summary>What a search looks for; an empty list lets everything through.</summary>
internal sealed record ExecutionFilter(
    IReadOnlyList<string> AutomationIds, IReadOnlyList<ExecutionState> States, IReadOnlyList<string> AppIds, IReadOnlyList<string> SubjectUserIds)
{
    /// <summary>The one execution to look for; null for all.</summary>
    public long? ExecutionId { get; init; }

    /// <summary>The only executions to look among; empty for all.</summary>
    public IReadOnlyList<long> References { get; init; } = [];

    /// <summary>What an execution's id, its automation's id or its automation's name has to have in it; empty for no such demand.</summary>
    public string Query { get; init; } = "";
}
