namespace ExecutionControl.Reference;

/// <summary>
/// Every request that reached this server in this process, so that a test can ask how often something was really sent. The newest
/// <see cref="Capacity"/> entries are kept, fewer where they take more than <see cref="CapacityInBytes"/>; counts go on beyond that.
/// </summary>
public sealed class RequestJournal
{
    /// <summary>How many entries are kept.</summary>
    public const int Capacity = 100_000;

    /// <summary>How much memory the entries take at most, in bytes.</summary>
    public const long CapacityInBytes = 128L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<RequestJournalEntry> _entries = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _lastSequence;
    private long _size;

    internal RequestJournal()
    {
    }

    /// <summary>The entries at this moment, oldest first.</summary>
    public IReadOnlyList<RequestJournalEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>How many requests of an operation have arrived.</summary>
    /// <param name="operation">One of <see cref="OperationNames"/>.</param>
    public int Count(string operation)
    {
        lock (_gate)
        {
            return _counts.GetValueOrDefault(operation);
        }
    }

    /// <summary>Forgets all entries and counts; the numbering goes on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _size = 0;
            _counts.Clear();
        }
    }

    internal RequestJournalEntry Add(Func<long, RequestJournalEntry> create)
    {
        lock (_gate)
        {
            var entry = create(++_lastSequence);
            _entries.Enqueue(entry);
            _size += entry.Size;
            while (_entries.Count > Capacity || _size > CapacityInBytes)
            {
                _size -= _entries.Dequeue().Size;
            }

            _counts[entry.Operation] = _counts.GetValueOrDefault(entry.Operation) + 1;
            return entry;
        }
    }
}
