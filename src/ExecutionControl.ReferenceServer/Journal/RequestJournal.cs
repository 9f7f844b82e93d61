namespace ExecutionControl.Reference;

/// <summary>
/// Every request that reached this server in this process, so that a test can ask how often something was really sent. The newest
/// <see cref="Capacity"/> entries are kept; counts go on beyond that.
/// </summary>
public sealed class RequestJournal
{
    /// <summary>How many entries are kept.</summary>
    public const int Capacity = 100_000;

    private readonly Lock gate = new();
    private readonly Queue<RequestJournalEntry> entries = new();
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private long lastSequence;

    internal RequestJournal()
    {
    }

    /// <summary>The entries at this moment, oldest first.</summary>
    public IReadOnlyList<RequestJournalEntry> Entries
    {
        get
        {
            lock (gate)
            {
                return [.. entries];
            }
        }
    }

    /// <summary>How many requests of an operation have arrived.</summary>
    /// <param name="operation">One of <see cref="OperationNames"/>.</param>
    public int Count(string operation)
    {
        lock (gate)
        {
            return counts.GetValueOrDefault(operation);
        }
    }

    /// <summary>Forgets all entries and counts; the numbering goes on.</summary>
    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
            counts.Clear();
        }
    }

    internal RequestJournalEntry Add(Func<long, RequestJournalEntry> create)
    {
        lock (gate)
        {
            var entry = create(++lastSequence);
            entries.Enqueue(entry);
            if (entries.Count > Capacity)
            {
                entries.Dequeue();
            }

            counts[entry.Operation] = counts.GetValueOrDefault(entry.Operation) + 1;
            return entry;
        }
    }
}
