using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>A token store that several clients of a test share, as processes share files.</summary>
internal sealed class MemoryTokenStore : ITokenStore, IDisposable
{
    private readonly SemaphoreSlim _right = new(1);
    private readonly Lock _gate = new();

    public Dictionary<string, StoredToken> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>What every request to the store throws; null when it works.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Whether nobody gets the right to mint in good time.</summary>
    public bool IsLockBusy { get; set; }

    public async ValueTask<IAsyncDisposable?> LockAsync(string key, CancellationToken cancellationToken)
    {
        Check();
        if (IsLockBusy)
        {
            return null;
        }

        await _right.WaitAsync(cancellationToken);
        return new Right(_right);
    }

    public ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        Check();
        lock (_gate)
        {
            return ValueTask.FromResult(Tokens.GetValueOrDefault(key));
        }
    }

    public ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken)
    {
        Check();
        lock (_gate)
        {
            Tokens[key] = token;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        Check();
        lock (_gate)
        {
            Tokens.Remove(key);
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose() => _right.Dispose();

    private void Check()
    {
        if (Fault is not null)
        {
            throw Fault;
        }
    }

    private sealed class Right(SemaphoreSlim right) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            right.Release();
            return ValueTask.CompletedTask;
        }
    }
}
