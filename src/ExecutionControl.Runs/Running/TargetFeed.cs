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
/// <param name="rules">What is handed out, and how much of it is held ready.</param>
internal sealed class TargetFeed(IRunWork work, int page, TimeProvider clock, FeedRules rules) : IDisposable
{
    /// <summary>How often it is asked whether a worker elsewhere has let go of targets.</summary>
    private static readonly TimeSpan SharedPause = TimeSpan.FromMilliseconds(250);

    private const int MostInPage = 512;

    /// <summary>
    /// A page of which half is used up within it is followed by a larger one: on a busy machine it takes so long until whoever writes the next one has its
    /// turn, also where the disk is fast.
    /// </summary>
    private static readonly TimeSpan ShortTime = TimeSpan.FromMilliseconds(15);

    private readonly Queue<FedTarget> _queue = new();

    /// <summary>What others had in their hands that are not heard of any more: it goes first.</summary>
    private readonly Queue<FedTarget> _takenOver = new();
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _taking = new(1, 1);
    private Task? _filling;
    private Task? _takingOver;
    private Exception? _failure;
    private int _page = page;
    private long _takenAt = clock.GetTimestamp();
    private int _handedOut;
    private bool _isEmpty;
    private bool _isShort;
    private bool _isBegun;
    private bool _isEnded;

    /// <summary>When so few are left, more are taken: of the largest pages one lasts no longer than to wait for the next one may take.</summary>
    private int Reserve => _page == MostInPage ? 2 * _page : _page;

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

                if (work.SharedPace is not null && !_isEnded)
                {
                    _takingOver ??= Task.Run(() => TakeOverAsync(cancellationToken), CancellationToken.None);
                }

                if (_queue.Count <= Math.Min(Reserve, rules.MostAhead()) && !_isEmpty)
                {
                    _filling ??= Task.Run(() => FillAsync(cancellationToken), CancellationToken.None);
                }

                if (_takenOver.TryDequeue(out var next) || _queue.TryDequeue(out next))
                {
                    _handedOut++;
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
    /// <returns>Those whose intent stands, and the others.</returns>
    public async Task<(IReadOnlyList<RunTarget> Intended, IReadOnlyList<RunTarget> Untouched)> EndAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        Task[] taking;
        lock (_gate)
        {
            (_isEnded, _isEmpty) = (true, true);
            taking = [_filling ?? Task.CompletedTask, _takingOver ?? Task.CompletedTask];
        }

        foreach (var task in taking)
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_gate)
        {
            var left = _takenOver.Concat(_queue).ToLookup(fed => fed.IsIntended, fed => fed.Target);
            _takenOver.Clear();
            _queue.Clear();
            return ([.. left[true]], [.. left[false]]);
        }
    }

    public void Dispose()
    {
        _ended.Dispose();
        _taking.Dispose();
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
            while (true)
            {
                if (await FillOnceAsync(linked.Token).ConfigureAwait(false))
                {
                    return;
                }

                await Task.Delay(SharedPause, clock, linked.Token).ConfigureAwait(false);
                lock (_gate)
                {
                    if (_takenOver.Count > 0)
                    {
                        return;
                    }
                }
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

    /// <returns>Whether it is done: there are more to hand out, or there will be none.</returns>
    private async Task<bool> FillOnceAsync(CancellationToken cancellationToken)
    {
        // What is being taken over is in no queue yet, and in others' hands no more.
        await _taking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var taken = await work.TakeAsync(NextPage(), rules.GivenUp(), cancellationToken).ConfigureAwait(false);
            if (taken.Count > 0)
            {
                await AddAsync(taken, _queue, cancellationToken).ConfigureAwait(false);
                return true;
            }

            if (rules.MayWait() && await work.IsSharedAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            lock (_gate)
            {
                _isEmpty = true;
            }

            return true;
        }
        finally
        {
            _taking.Release();
        }
    }

    /// <summary>Takes over what others had in their hands, also while this worker has enough to do.</summary>
    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
            while (true)
            {
                await work.WaitToTakeOverAsync(linked.Token).ConfigureAwait(false);
                await _taking.WaitAsync(linked.Token).ConfigureAwait(false);
                try
                {
                    var taken = await work.TakeOverAsync(MostInPage, linked.Token).ConfigureAwait(false);
                    await AddAsync(taken, _takenOver, linked.Token).ConfigureAwait(false);
                }
                finally
                {
                    _taking.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever hands out is told by its own.
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

    /// <summary>How many to take: four times as many where the page before was used up before this one was ready, or half of it at once.</summary>
    private int NextPage()
    {
        lock (_gate)
        {
            var isShort = _isShort || (_handedOut >= _page / 2 && clock.GetElapsedTime(_takenAt) < ShortTime);
            _page = isShort ? Math.Min(_page * 4, MostInPage) : _page;
            (_isShort, _handedOut, _takenAt) = (false, 0, clock.GetTimestamp());
            return Math.Min(_page, rules.MostAhead());
        }
    }

    private async Task AddAsync(IReadOnlyList<RunTarget> taken, Queue<FedTarget> queue, CancellationToken cancellationToken)
    {
        var ahead = taken.Where(rules.MayIntend).ToList();
        var intended = ahead.Count == 0 ? [] : await work.IntendAllAsync(ahead, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            // In the plan's order.
            _isBegun = true;
            var next = 0;
            foreach (var target in taken)
            {
                var isIntended = next < ahead.Count && ReferenceEquals(ahead[next], target);
                queue.Enqueue(isIntended ? new FedTarget(intended[next++], true) : new FedTarget(target, false));
            }
        }
    }
}

/// <summary>A target that is handed out.</summary>
/// <param name="Target">The target.</param>
/// <param name="IsIntended">Whether its intent is written down.</param>
internal readonly record struct FedTarget(RunTarget Target, bool IsIntended);

/// <summary>What a feed hands out, and how much of it is held ready.</summary>
/// <param name="MayIntend">Whether a target is to be called as it is, soon, and its intent may stand until then.</param>
/// <param name="MayWait">Whether it is worth waiting for what others have in their hands.</param>
/// <param name="GivenUp">The accounts whose targets are left to others.</param>
/// <param name="MostAhead">How many targets are held ready at most.</param>
internal sealed record FeedRules(Func<RunTarget, bool> MayIntend, Func<bool> MayWait, Func<IReadOnlyList<RunAccount>> GivenUp, Func<int> MostAhead);
