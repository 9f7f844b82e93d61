using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>One pass over a run: lets targets be worked on side by side until none is left, or <see cref="PassEnd"/> says so.</summary>
internal sealed class RunPass : IDisposable
{
    /// <summary>So many targets more than are called are looked at and made ready meanwhile, for each that is called, and so many at most.</summary>
    private const int ReadyForEach = 4;

    private const int MostReady = 128;

    /// <summary>
    /// The same for what a process has left behind that ended between intents and outcomes: each may take the time in which an effect shows, and
    /// there may be as many as are made ready at once.
    /// </summary>
    private const int MostLeftBehind = 1536;

    /// <summary>So many times less than could be sent within the lease is held ready: in two pages, and by several workers at one rate.</summary>
    private const int AheadInLease = 8;

    private readonly IRunWork _work;
    private readonly ITargetActor _actor;
    private readonly ControlRunnerOptions _options;
    private readonly ChannelWriter<RunTarget> _results;
    private readonly TargetFeed _feed;
    private readonly RunPace _pace;
    private readonly TargetWorker _worker;
    private readonly SharedCause _shared;
    private readonly RunMeter _meter;
    private readonly PassEnd _end;
    private readonly Canary _canary;
    private readonly OutcomeWriter _outcomes;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _calls;
    private readonly int _concurrency;
    private readonly int _mostAhead;
    private readonly AheadOfTurn? _ahead;
    private volatile bool _isCanary;
    private volatile int _canaryMost;
    private CancellationToken _waiting;
    private Task? _givingBack;

    /// <param name="work">The hold on the run.</param>
    /// <param name="actor">Acts on the targets.</param>
    /// <param name="options">How.</param>
    /// <param name="results">Where targets are told as they come to their outcomes.</param>
    /// <param name="findFirst">Finds so many targets of passes before that say how such targets fare.</param>
    public RunPass(
        IRunWork work,
        ITargetActor actor,
        ControlRunnerOptions options,
        ChannelWriter<RunTarget> results,
        Func<int, CancellationToken, Task<List<RunTarget>>> findFirst)
    {
        var kept = work.Run.Pacing;
        _work = work;
        _actor = actor;
        _options = options;
        _results = results;
        _concurrency = options.ConcurrencyOf(kept);
        _calls = new SemaphoreSlim(_concurrency);
        _shared = new SharedCause(work.Run.Plan.Accounts, _concurrency, options.TimeProvider);
        _meter = new RunMeter(work.Run.Counts, options.TimeProvider);
        _end = new PassEnd(options, kept, _shared, _meter);
        _outcomes = new OutcomeWriter(work, results, _end.Break);
        _feed = new TargetFeed(
            work,
            Math.Clamp(_concurrency * 8, 16, 256),
            options.TimeProvider,
            new FeedRules(MayIntendAhead, () => _end.MayWait, () => _shared.GivenUp, MostAhead));
        _mostAhead = work.SharedPace is not null && options.RateOf(kept) is { } rate
            ? (int)Math.Clamp(rate.PerSecond * options.Claim.Lease.TotalSeconds / AheadInLease, 1, int.MaxValue)
            : int.MaxValue;
        _ahead = _mostAhead < _concurrency ? new AheadOfTurn(_mostAhead) : null;
        _pace = new RunPace(options.RateOf(kept), work.SharedPace, options.TimeProvider);
        var looks = new PacedLooks(actor, _pace, _calls);
        _canary = new Canary(work, looks, options, _end, findFirst, WorkOnFirstAsync);
        _worker = new TargetWorker(work, actor, looks, options, _pace, _calls, MayCall, _end.Note);
    }

    public RunStop? Stop => _end.Stop;

    public RunProgress Progress => _meter.Snapshot(_concurrency - _calls.CurrentCount, _pace.LimitPerSecond);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _work.Lost);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(linked.Token, _end.Halted);
            _waiting = waiting.Token;
            using var halt = waiting.Token.UnsafeRegister(static pass => _ = ((RunPass)pass!).GiveBack(), this);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(linked.Token);
            var watching = new OtherWorkers(_work, _meter, _end, _options.TimeProvider).WatchAsync(ended.Token);
            try
            {
                _end.StopWhenTooManyFailed();
                if (!_end.IsEnding && await _canary.PassAsync(linked.Token).ConfigureAwait(false))
                {
                    await WorkAsync(int.MaxValue, null, linked.Token).ConfigureAwait(false);
                }
            }
            finally
            {
                await GiveBack().ConfigureAwait(false);
                await ended.CancelAsync().ConfigureAwait(false);
                await watching.ConfigureAwait(false);
            }

            _end.Rethrow();
            _results.Complete();
        }
#pragma warning disable CA1031 // Whoever reads the results is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _results.Complete();
            _end.Rethrow();
            if (exception is not OperationCanceledException)
            {
                throw;
            }

            if (_work.Lost.IsCancellationRequested)
            {
                throw new RunLostException("The hold on the run is lost: another worker may have taken its targets over. Nothing more was sent.");
            }
        }
    }

    /// <summary>Whoever reads the results has taken one.</summary>
    public void NoteTold() => _outcomes.NoteTold();

    public void Dispose()
    {
        _feed.Dispose();
        _outcomes.Dispose();
        _end.Dispose();
        _calls.Dispose();
        _ahead?.Dispose();
    }

    /// <summary>
    /// Gives back what was not handed out. As soon as no more is to be sent, and not when what is under way has ended: others may do it meanwhile.
    /// </summary>
    private Task GiveBack()
    {
        lock (_gate)
        {
            return _givingBack ??= Task.Run(async () =>
            {
                var (intended, untouched) = await _feed.EndAsync().ConfigureAwait(false);
                await _outcomes.GiveBackAsync(intended, untouched).ConfigureAwait(false);
            });
        }
    }

    /// <summary>
    /// How many targets are held ready at most. Where others could do them, no more than are needed: for the canary, or at the rate that was asked
    /// for until the lease would end, several times over, as the others share it.
    /// </summary>
    private int MostAhead() => _isCanary && _work.SharedPace is not null ? Math.Min(_mostAhead, _canaryMost) : _mostAhead;

    /// <summary>Works on so many targets that are changed or fail, and makes none ready beyond them.</summary>
    private async Task WorkOnFirstAsync(int count, List<RunTarget> done, CancellationToken cancellationToken)
    {
        (_isCanary, _canaryMost) = (true, count);
        await WorkAsync(count, done, cancellationToken).ConfigureAwait(false);
        _isCanary = false;
    }

    /// <summary>Works on all targets, or on so many that are changed or fail.</summary>
    private async Task WorkAsync(int most, List<RunTarget>? done, CancellationToken cancellationToken)
    {
        var left = most;
        var others = 0;
        _outcomes.Start();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(_concurrency, most)).Select(_ => Task.Run(WorkAsync, CancellationToken.None))).ConfigureAwait(false);

        // Every outcome is written and told before the end.
        await _outcomes.FinishAsync().ConfigureAwait(false);
        _end.NoteSharedCause();
        cancellationToken.ThrowIfCancellationRequested();

        async Task WorkAsync()
        {
            Task? another = null;
            try
            {
                while (!_end.IsEnding && !cancellationToken.IsCancellationRequested && !_shared.CoversAll
                    && TakeOne()
                    && await NextAsync(cancellationToken).ConfigureAwait(false) is { } fed)
                {
                    // This one is to be looked at first: meanwhile another can be called.
                    if (another is null && MostBeside(fed) is > 0 and var limit && Interlocked.Increment(ref others) <= limit)
                    {
                        another = Task.Run(WorkAsync, CancellationToken.None);
                    }

                    if (!await PassAsync(fed, done, cancellationToken).ConfigureAwait(false))
                    {
                        GiveOneBack();
                    }
                }
            }
            catch (OperationCanceledException) when (_waiting.IsCancellationRequested)
            {
                // Said by whoever waits for all.
            }
#pragma warning disable CA1031 // The first failure ends the pass; what is under way is still told.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _end.Break(exception);
            }

            if (another is not null)
            {
                await another.ConfigureAwait(false);
            }
        }

        bool TakeOne()
        {
            if (most == int.MaxValue)
            {
                return true;
            }

            lock (_gate)
            {
                return left-- > 0;
            }
        }

        void GiveOneBack()
        {
            lock (_gate)
            {
                left = Math.Max(left, 0) + 1;
            }
        }
    }

    /// <summary>The next target, as soon as it is not held for long before its turn comes.</summary>
    private ValueTask<FedTarget?> NextAsync(CancellationToken cancellationToken)
    {
        return _ahead is { } ahead ? NextInTurnAsync(ahead) : _feed.NextAsync(cancellationToken);

        async ValueTask<FedTarget?> NextInTurnAsync(AheadOfTurn ahead)
        {
            await ahead.WaitAsync(_waiting).ConfigureAwait(false);
            var next = await _feed.NextAsync(cancellationToken).ConfigureAwait(false);
            ahead.Enter(next?.Target.Planned);
            return next;
        }
    }

    /// <summary>Its turn has come.</summary>
    private bool MayCall(PlannedTarget target)
    {
        _ahead?.Leave(target);
        return _end.MayCall(target);
    }

    /// <summary>
    /// Whether an intent may be written down before a place to call is free. Not of what must not be repeated, nor of what is looked at first or may
    /// wait long: a process that ends in between would leave it as if it might have been sent.
    /// </summary>
    private bool MayIntendAhead(RunTarget target) =>
        target is { Status: RunTargetStatus.Pending, WasUnknown: false, Planned.SkipReason: null }
        && !_isCanary
        && !_options.SkipChanged
        && target.Planned.DecidedOperation.IsSafeToRepeat
        && !_pace.IsLimited(_pace.KeyOf(target.Planned))
        && _shared.ReasonOf(target.Planned) is null;

    /// <summary>How many more are worked on beside one that is looked at first; none beside one that is only to be called.</summary>
    private int MostBeside(FedTarget fed) => fed switch
    {
        { IsIntended: true } => 0,
        { Target.Status: RunTargetStatus.Intended } => MostLeftBehind,
        _ when fed.Target.WasUnknown || _options.SkipChanged => Math.Min(_concurrency * ReadyForEach, MostReady),
        _ => 0,
    };

    /// <summary>Works on one target, and lets its outcome be written while the next is begun.</summary>
    /// <returns>Whether it says how such targets fare: not where nothing was to be changed about it, or nothing was sent.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> PassAsync(FedTarget fed, List<RunTarget>? done, CancellationToken cancellationToken)
    {
        var planned = fed.Target.Planned;
        if (_end.IsLeftOut(planned))
        {
            _ahead?.Leave(planned);
            await _outcomes.AddAsync(
                new TargetEnd(fed.IsIntended ? TargetEndKind.Withdrawn : TargetEndKind.Untouched, fed.Target, null), null).ConfigureAwait(false);
            return false;
        }

        TargetEnd end;
        try
        {
            end = await _worker.WorkAsync(fed, _waiting, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_waiting.IsCancellationRequested)
        {
            // While it looked, or waited for its turn: nothing was sent.
            await _outcomes.AddAsync(new TargetEnd(TargetEndKind.Untouched, fed.Target, null), null).ConfigureAwait(false);
            throw;
        }

        var isInDoubt = end.IsInDoubt;
        if (end is { Kind: TargetEndKind.Settled, IsNoted: false, Result: { } result })
        {
            isInDoubt = _end.Note(planned, result);
        }

        _ahead?.Leave(planned);
        var isTelling = end is not { Kind: TargetEndKind.Withdrawn } and not { Result.Outcome: TargetOutcome.NotSent or TargetOutcome.AlreadySo };
        await _outcomes.AddAsync(end, isTelling ? done : null).ConfigureAwait(false);
        if (isInDoubt)
        {
            await AskWhetherAnsweredAsync(planned, cancellationToken).ConfigureAwait(false);
        }

        return isTelling;
    }

    /// <summary>Answers were lost in a row: a look, which harms nothing, tells whether the service is there.</summary>
    private async Task AskWhetherAnsweredAsync(PlannedTarget target, CancellationToken cancellationToken)
    {
        try
        {
            if (await _actor.ObserveAsync(target, cancellationToken).ConfigureAwait(false) is not null)
            {
                _shared.NoteLook(target, isAnswered: true);
            }
        }
        catch (ControlCallException exception)
        {
            _shared.NoteLook(target, exception.Details.StatusCode is not null);
        }
    }
}
