namespace ExecutionControl.Reference.State;

/// <summary>The one connection to a state in memory: whoever reads or writes has it for as long.</summary>
internal sealed class SoleSession(StateSession session) : IDisposable
{
    // A transaction takes some ten microseconds: waiting for it where one stands costs less than to come back later.
    private const int Turns = 20;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _revision;

    /// <summary>Another number after every change that could make what somebody remembers of the state wrong.</summary>
    public long Revision => Volatile.Read(ref _revision);

    public async Task<T> WriteAsync<T>(Func<StateSession, T> work, StateChange change, CancellationToken cancellationToken)
    {
        if (!TryEnter())
        {
            await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return Write(work, change);
    }

    public T WriteNow<T>(Func<StateSession, T> work)
    {
        _gate.Wait();
        return Write(work, StateChange.Any);
    }

    public async Task<T> ReadAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken)
    {
        if (!TryEnter())
        {
            await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return Read(work);
    }

    public T ReadNow<T>(Func<StateSession, T> work)
    {
        _gate.Wait();
        return Read(work);
    }

    public void Dispose()
    {
        // Waits for a transaction that is under way; a disposed connection in its middle would leave it half-done.
        _gate.Wait();
        session.Dispose();
        _gate.Dispose();
    }

    private bool TryEnter()
    {
        var spinning = default(SpinWait);
        while (!_gate.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            if (spinning.Count >= Turns)
            {
                return false;
            }

            spinning.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }

    private T Write<T>(Func<StateSession, T> work, StateChange change)
    {
        try
        {
            if (change == StateChange.OneExecution)
            {
                return work(session);
            }

            session.BeginWithChange();
            try
            {
                var result = work(session);
                session.Commit();
                if (change == StateChange.Any)
                {
                    Interlocked.Increment(ref _revision);
                }

                return result;
            }
            catch
            {
                session.RollBack();
                throw;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    // Nobody else can change anything meanwhile: it needs no transaction.
    private T Read<T>(Func<StateSession, T> work)
    {
        try
        {
            return work(session);
        }
        finally
        {
            _gate.Release();
        }
    }
}
