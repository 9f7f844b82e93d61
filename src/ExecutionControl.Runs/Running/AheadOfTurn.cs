using System.Collections.Concurrent;

namespace ExecutionControl.Runs;

/// <summary>Lets so many targets at most be in hand before their turn to be called: what waits long here, another worker could do.</summary>
/// <param name="most">How many.</param>
internal sealed class AheadOfTurn(int most) : IDisposable
{
    private readonly SemaphoreSlim _places = new(most);
    private readonly ConcurrentDictionary<PlannedTarget, bool> _inHand = new(ReferenceEqualityComparer.Instance);

    /// <summary>Waits until another may be taken.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _places.WaitAsync(cancellationToken);

    /// <summary>One was taken; null where there was none.</summary>
    public void Enter(PlannedTarget? target)
    {
        if (target is null || !_inHand.TryAdd(target, true))
        {
            _places.Release();
        }
    }

    /// <summary>Its turn has come, or it was done without. More than once makes no difference.</summary>
    public void Leave(PlannedTarget target)
    {
        if (_inHand.TryRemove(target, out _))
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
