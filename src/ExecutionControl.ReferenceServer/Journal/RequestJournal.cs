using System.Runtime.InteropServices;

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
    private readonly Queue<JournalRecord> _records = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _lastSequence;
    private long _size;
    private JournalRecord? _forgotten;

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
                return [.. _records.Select(record => new RequestJournalEntry(record))];
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
            _records.Clear();
            _size = 0;
            _counts.Clear();
        }
    }

    /// <summary>Some of the entries, oldest first.</summary>
    /// <param name="operation">Of this operation alone; null for all.</param>
    /// <param name="after">Behind this number.</param>
    /// <param name="limit">So many at most.</param>
    internal List<RequestJournalEntry> Some(string? operation, long after, int limit)
    {
        lock (_gate)
        {
            return
            [
                .. _records
                    .Where(record => record.Sequence > after && (operation is null || string.Equals(record.Operation, operation, StringComparison.Ordinal)))
                    .Take(limit)
                    .Select(record => new RequestJournalEntry(record)),
            ];
        }
    }

    /// <summary>Takes a request down. Whoever works on it says in its record what becomes of it, and when it is over.</summary>
    internal JournalRecord Add(in ReceivedRequest request)
    {
        lock (_gate)
        {
            var record = _forgotten ?? new JournalRecord();
            _forgotten = null;
            record.Begin(++_lastSequence, request);
            _records.Enqueue(record);
            _size += record.Size;
            while (_records.Count > Capacity || _size > CapacityInBytes)
            {
                var oldest = _records.Dequeue();
                _size -= oldest.Size;
                _forgotten = oldest.CanHoldAnother ? oldest : _forgotten;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_counts, request.Operation, out _)++;
            return record;
        }
    }
}
