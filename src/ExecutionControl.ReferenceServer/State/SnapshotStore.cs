namespace ExecutionControl.Reference.State;

/// <summary>
/// Copies of the services' state under names, in temporary tables of this process's connection: they end with the server, and other
/// processes on the same file do not see them.
/// </summary>
internal sealed class SnapshotStore
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private int _lastNumber;

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_numbers)
            {
                return [.. _numbers.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Keeps the present state, in the place of what had the name before.</summary>
    public void Save(StateSession session, string name)
    {
        Drop(session, name);
        lock (_numbers)
        {
            var number = ++_lastNumber;
            foreach (var table in StateSchema.StateTables)
            {
                session.Execute($"CREATE TEMP TABLE {NameOf(number, table)} AS SELECT * FROM main.{table}");
            }

            _numbers[name] = number;
        }
    }

    /// <summary>Puts a kept state in the place of the present one.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public void Restore(StateSession session, string name)
    {
        int number;
        lock (_numbers)
        {
            number = _numbers.TryGetValue(name, out var found) ? found : throw new KeyNotFoundException($"There is no snapshot named {name}.");
        }

        StateSchema.Clear(session);
        foreach (var table in StateSchema.StateTables.Reverse())
        {
            session.Execute($"INSERT INTO main.{table} SELECT * FROM {NameOf(number, table)}");
        }
    }

    /// <summary>Forgets a kept state; false when there is none of this name.</summary>
    public bool Drop(StateSession session, string name)
    {
        lock (_numbers)
        {
            if (!_numbers.Remove(name, out var number))
            {
                return false;
            }

            foreach (var table in StateSchema.StateTables)
            {
                session.Execute($"DROP TABLE {NameOf(number, table)}");
            }

            return true;
        }
    }

    private static string NameOf(int number, string table) => $"temp.snapshot_{number}_{table}";
}
