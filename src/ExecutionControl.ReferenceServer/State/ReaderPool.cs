using System.Collections.Concurrent;

namespace ExecutionControl.Reference.State;

/// <summary>The connections that read from a file, beside the one that writes: neither waits for the other.</summary>
internal sealed class ReaderPool : IDisposable
{
    private readonly ConcurrentStack<StateSession> _idle;
    private readonly SemaphoreSlim _free;

    /// <param name="readers">The connections, used by nobody else.</param>
    public ReaderPool(IReadOnlyCollection<StateSession> readers)
    {
        _idle = new ConcurrentStack<StateSession>(readers);
        _free = new SemaphoreSlim(readers.Count, readers.Count);
        Count = readers.Count;
    }

    private int Count { get; }

    /// <summary>Does work that only reads, on one consistent view.</summary>
    public async Task<T> ReadAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Read(work);
    }

    /// <summary>The same, for callers that look at the state from code.</summary>
    public T ReadNow<T>(Func<StateSession, T> work)
    {
        _free.Wait();
        return Read(work);
    }

    public void Dispose()
    {
        for (var i = 0; i < Count; i++)
        {
            _free.Wait();
        }

        foreach (var reader in _idle)
        {
            reader.Dispose();
        }

        _free.Dispose();
    }

    private T Read<T>(Func<StateSession, T> work)
    {
        _idle.TryPop(out var reader);
        try
        {
            reader!.Execute("BEGIN");
            try
            {
                return work(reader);
            }
            finally
            {
                reader.Execute("COMMIT");
            }
        }
        finally
        {
            _idle.Push(reader!);
            _free.Release();
        }
    }
}
