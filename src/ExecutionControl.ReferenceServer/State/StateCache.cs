using System.Collections.Concurrent;

namespace ExecutionControl.Reference.State;

/// <summary>
/// What was read from a state, until something there changes. What is kept of a file is good only for work that finds out whether it holds still:
/// other processes change it, and do not tell.
/// </summary>
/// <param name="capacity">How much is kept at most; beyond that it begins anew.</param>
internal sealed class StateCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    /// <summary>Gives what was kept, if it still is what the state would say.</summary>
    /// <param name="now">The state's present revision; null where it is not known.</param>
    /// <param name="key">What it is known by.</param>
    /// <param name="value">The value.</param>
    public bool TryGet(long? now, TKey key, out TValue value)
    {
        if (now is { } revision && _entries.TryGetValue(key, out var entry) && entry.Revision == revision)
        {
            value = entry.Value;
            return true;
        }

        value = default!;
        return false;
    }

    /// <summary>Keeps a value.</summary>
    /// <param name="revision">The state's last revision from before the value was read.</param>
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

        _entries[key] = new Entry(revision.Value, value);
    }

    private sealed class Entry(long revision, TValue value)
    {
        public long Revision => revision;

        public TValue Value => value;
    }
}
