using System.Runtime.ExceptionServices;

namespace ExecutionControl.Runs;

/// <summary>
/// Hands out the targets of a run one by one. Takes them from the journal in pages, so that memory does not grow with their number, and the next
/// page while the one before is worked on, so that nobody waits for the disk. What may be repeated is handed out with its intent written down: one
/// write for a page.
/// </summary>
/// <param name="work">The hold on the run.</param>
/// <param name="page">How many are taken at a time, at first: more where calls have to wait for the disk.</param>
/// <param name="clock">The clock.</param>
/// <param name="mayIntend">Whether a target is to be called as it is, soon, and its intent may stand until then.</param>
/// <param name="mayWait">
/// Whether it is worth waiting for what others have in their hands: one that has passed targets over lets go of them by ending, and others wait for them.
/// </param>
internal sealed class TargetFeed(IRunWork work, int page, TimeProvider clock, Func<RunTarget, bool> mayIntend, Func<bool> mayWait) : IDisposable
{
    /// <summary>How often it is asked whether a worker elsewhere has let go of targets.</summary>
    private static readonly TimeSpan SharedPause = TimeSpan.FromMilliseconds(250);

    private const int MostInPage = 512;

    private readonly Queue<FedTarget> _queue = new();
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private Task? _filling;
    private Exception? _failure;
    private int _page = page;
    private bool _isEmpty;
    private bool _isShort;
    private bool _isBegun;

    /// <summary>The next target; null when there is none left.</summary>
    public async ValueTask<FedTarget?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task filling;
            lock (_gate)
            {
                if (_failure is { } failure)
                {
                    // At once, and not when what was taken before has run out.
                    ExceptionDispatchInfo.Throw(failure);
                }

                if (_filling is { IsCompleted: true })
                {
                    _filling = null;
                }

                if (_queue.Count <= _page && !_isEmpty)
                {
                    _filling ??= Task.Run(() => FillAsync(cancellationToken), CancellationToken.None);
                }

                if (_queue.TryDequeue(out var next))
                {
                    return next;
                }

                if (_filling is null)
                {
                    return null;
                }

                // From the second page on: somebody waits although there was a page before.
                _isShort = _isBegun;
                filling = _filling;
            }

            await filling.ConfigureAwait(false);
        }
    }

    /// <summary>Takes no more, and gives back what was not handed out.</summary>
    /// <returns>Those whose intent stands.</returns>
    public async Task<IReadOnlyList<RunTarget>> EndAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        Task? filling;
        lock (_gate)
        {
            _isEmpty = true;
            filling = _filling;
        }

        if (filling is not null)
        {
            await filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_gate)
        {
            RunTarget[] left = [.. _queue.Where(fed => fed.IsIntended).Select(fed => fed.Target)];
            _queue.Clear();
            return left;
        }
    }

    public void Dispose() => _ended.Dispose();

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
            while (true)
            {
                var taken = await work.TakeAsync(NextPage(), linked.Token).ConfigureAwait(false);
                if (taken.Count > 0)
                {
                    await AddAsync(taken, linked.Token).ConfigureAwait(false);
                    return;
                }

                if (!mayWait() || !await work.IsSharedAsync(linked.Token).ConfigureAwait(false))
                {
                    lock (_gate)
                    {
                        _isEmpty = true;
                    }

                    return;
                }

                await Task.Delay(SharedPause, clock, linked.Token).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // Whoever asks for the next one is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            lock (_gate)
            {
                _failure ??= exception;
            }
        }
    }

    /// <summary>How many to take: four times as many where the page before was used up before this one was ready.</summary>
    private int NextPage()
    {
        lock (_gate)
        {
            _page = _isShort ? Math.Min(_page * 4, MostInPage) : _page;
            _isShort = false;
            return _page;
        }
    }

    private async Task AddAsync(IReadOnlyList<RunTarget> taken, CancellationToken cancellationToken)
    {
        var ahead = taken.Where(mayIntend).ToList();
        var intended = ahead.Count == 0 ? [] : await work.IntendAllAsync(ahead, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            // In the plan's order.
            _isBegun = true;
            var next = 0;
            foreach (var target in taken)
            {
                var isIntended = next < ahead.Count && ReferenceEquals(ahead[next], target);
                _queue.Enqueue(isIntended ? new FedTarget(intended[next++], true) : new FedTarget(target, false));
            }
        }
    }
}

/// <summary>A target that is handed out.</summary>
/// <param name="Target">The target.</param>
/// <param name="IsIntended">Whether its intent is written down.</param>
internal readonly record struct FedTarget(RunTarget Target, bool IsIntended);
