namespace ExecutionControl.Reference.State;

/// <summary>Copies of the services' state under names, in tables of their own: a state file keeps them, too.</summary>
internal static class SnapshotStore
{
    /// <summary>The names, in order.</summary>
    public static List<string> Names(StateSession session) => session.Query("SELECT name FROM snapshots ORDER BY name", row => row.Text("name"));

    /// <summary>Keeps the present state, in the place of what had the name before.</summary>
    public static void Save(StateSession session, string name)
    {
        Drop(session, name);
        var number = session.Integer("INSERT INTO snapshots (name) VALUES ($name) RETURNING number", ("$name", name))!.Value;
        foreach (var table in StateSchema.StateTables)
        {
            session.Run($"CREATE TABLE {NameOf(number, table)} AS SELECT * FROM {table}");
        }
    }

    /// <summary>Puts a kept state in the place of the present one; false when there is none of this name.</summary>
    public static bool Restore(StateSession session, string name)
    {
        if (Find(session, name) is not { } number)
        {
            return false;
        }

        StateSchema.Clear(session);
        foreach (var table in StateSchema.StateTables.Reverse())
        {
            session.Run($"INSERT INTO {table} SELECT * FROM {NameOf(number, table)}");
        }

        return true;
    }

    /// <summary>Forgets a kept state; false when there is none of this name.</summary>
    public static bool Drop(StateSession session, string name)
    {
        if (Find(session, name) is not { } number)
        {
            return false;
        }

        foreach (var table in StateSchema.StateTables)
        {
            session.Run($"DROP TABLE {NameOf(number, table)}");
        }

        session.Execute("DELETE FROM snapshots WHERE number = $number", ("$number", number));
        return true;
    }

    private static long? Find(StateSession session, string name) => session.Integer("SELECT number FROM snapshots WHERE name = $name", ("$name", name));

    private static string NameOf(long number, string table) => System.FormattableString.Invariant($"snapshot_{number}_{table}");
}
