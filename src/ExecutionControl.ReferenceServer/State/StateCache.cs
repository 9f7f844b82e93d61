using System.Collections.Concurrent;

namespace ExecutionControl.Reference.State;

/// <summary>
/// What was read from a state in memory, until something there changes. Nothing is kept of a file: other processes change it, and do not tell.
/// </summary>
/// <param name="capacity">How much is kept at most; beyond that it begins anew.</param>
internal sealed class StateCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (long Revision, TValue Value)> _entries = new();

    /// <summary>Gives what was kept, if it still is what the database would say.</summary>
    public bool TryGet(StateDatabase database, TKey key, out TValue value)
    {
        if (database.Revision is { } revision && _entries.TryGetValue(key, out var entry) && entry.Revision == revision)
        {
            value = entry.Value;
            return true;
        }

        value = default!;
        return false;
    }

    /// <summary>Keeps a value.</summary>
    /// <param name="revision">The database's revision from before the value was read.</param>
    /// <param name="key">What it is known by.</param>
    /// <param name="value">The value.</param>
    public void Keep(long? revision, TKey key, TValue value)
    {
        if (revision is null)
        {
            return;
        }

        if (_entries.Count >= capacity)
        {
            _entries.Clear();
        }

        _entries[key] = (revision.Value, value);
    }
}
