namespace ExecutionControl.Runs;

/// <summary>Hands out the targets of a run one by one, and takes them from the journal in pages, so that memory does not grow with their number.</summary>
/// <param name="work">The hold on the run.</param>
/// <param name="page">How many are taken at a time.</param>
/// <param name="clock">The clock.</param>
/// <param name="mayWait">
/// Whether it is worth waiting for what others have in their hands: one that has passed targets over lets go of them by ending, and others wait for them.
/// </param>
internal sealed class TargetFeed(IRunWork work, int page, TimeProvider clock, Func<bool> mayWait) : IDisposable
{
    /// <summary>How often it is asked whether a worker elsewhere has let go of targets.</summary>
    private static readonly TimeSpan SharedPause = TimeSpan.FromMilliseconds(250);

    private readonly Queue<RunTarget> _page = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _isEmpty;

    /// <summary>The next target; null when there is none left.</summary>
    public async Task<RunTarget?> NextAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (_page.Count == 0 && !_isEmpty)
            {
                foreach (var target in await work.TakeAsync(page, cancellationToken).ConfigureAwait(false))
                {
                    _page.Enqueue(target);
                }

                if (_page.Count > 0)
                {
                    break;
                }

                _isEmpty = !mayWait() || !await work.IsSharedAsync(cancellationToken).ConfigureAwait(false);
                if (!_isEmpty)
                {
                    await Task.Delay(SharedPause, clock, cancellationToken).ConfigureAwait(false);
                }
            }

            return _page.TryDequeue(out var next) ? next : null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
