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
    private const int MostLeftBehind = 1024;

    private readonly IRunWork _work;
    private readonly ITargetActor _actor;
    private readonly ControlRunnerOptions _options;
    private readonly ChannelWriter<RunTarget> _results;
    private readonly TargetFeed _feed;
    private readonly RunPace _pace;
    private readonly TargetWorker _worker;
    private readonly PacedLooks _looks;
    private readonly SharedCause _shared;
    private readonly RunMeter _meter;
    private readonly PassEnd _end;
    private readonly OutcomeWriter _outcomes;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _calls;
    private readonly int _concurrency;
    private volatile bool _isCanary;
    private CancellationToken _waiting;

    public RunPass(IRunWork work, ITargetActor actor, ControlRunnerOptions options, ChannelWriter<RunTarget> results)
    {
        _work = work;
        _actor = actor;
        _options = options;
        _results = results;
        _concurrency = options.Concurrency;
        _calls = new SemaphoreSlim(_concurrency);
        _shared = new SharedCause(work.Run.Plan.Accounts, _concurrency, options.TimeProvider);
        _meter = new RunMeter(work.Run.Counts, options.TimeProvider);
        _end = new PassEnd(options, _shared, _meter);
        _outcomes = new OutcomeWriter(work, results, _end.Break);
        _feed = new TargetFeed(work, Math.Clamp(_concurrency * 4, 16, 256), options.TimeProvider, MayIntendAhead, () => _end.MayWait);
        _pace = new RunPace(options.Rate, work.SharedPace, options.TimeProvider);
        _looks = new PacedLooks(actor, _pace, _calls);
        _worker = new TargetWorker(work, actor, _looks, options, _pace, _calls, _end.MayCall, _end.Note);
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
            try
            {
                if (_options.Canary == 0 || await PassCanaryAsync(_options.Canary, linked.Token).ConfigureAwait(false))
                {
                    await WorkAsync(int.MaxValue, null, linked.Token).ConfigureAwait(false);
                }
            }
            finally
            {
                await _outcomes.TakeBackAsync(await _feed.EndAsync().ConfigureAwait(false)).ConfigureAwait(false);
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
    }

    private async Task<bool> PassCanaryAsync(int count, CancellationToken cancellationToken)
    {
        var done = new List<RunTarget>();
        _isCanary = true;
        await WorkAsync(count, done, cancellationToken).ConfigureAwait(false);
        _isCanary = false;
        if (_end.IsEnding || done.Count == 0)
        {
            return !_end.IsEnding;
        }

        var waited = await Task.WhenAll(done.Select(target => WaitForEffectAsync(target, cancellationToken))).ConfigureAwait(false);
        var report = new CanaryReport(waited);
        var goesOn = _options.ConfirmCanary is { } confirm ? await confirm(report, cancellationToken).ConfigureAwait(false) : report.IsGood;
        if (!goesOn)
        {
            _end.StopAfterCanary(
                _options.ConfirmCanary is null
                    ? "not all of the first targets came to what was wanted"
                    : "the first targets were looked at, and it was not to go on");
        }

        return goesOn;
    }

    /// <summary>Looks at a target until its effect shows or time is up.</summary>
    private async Task<RunTarget> WaitForEffectAsync(RunTarget target, CancellationToken cancellationToken)
    {
        var operation = target.Planned.DecidedOperation;
        if (target.Result is not { Outcome: TargetOutcome.Applied, Warning: null } result
            || operation.Goal is not { Verifying.Count: > 0 })
        {
            return target;
        }

        var (wait, state) = await new TargetLook(_looks, _options.TimeProvider).UntilAsync(
            target.Planned, seen => operation.Goal.Judge(seen), _options.CanaryTimeout, cancellationToken).ConfigureAwait(false);
        return target with { Result = result with { Wait = wait, State = state ?? result.State } };
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
                    && await _feed.NextAsync(cancellationToken).ConfigureAwait(false) is { } fed)
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
            if (fed.IsIntended)
            {
                await _outcomes.AddAsync(new TargetEnd(TargetEndKind.Withdrawn, fed.Target, null), null).ConfigureAwait(false);
            }

            return false;
        }

        var end = await _worker.WorkAsync(fed, _waiting, cancellationToken).ConfigureAwait(false);
        var isInDoubt = end.IsInDoubt;
        if (end is { Kind: TargetEndKind.Settled, IsNoted: false, Result: { } result })
        {
            isInDoubt = _end.Note(planned, result);
        }

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
