using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>One pass over a run.</summary>
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

    /// <summary>So many outcomes may be on their way to the journal and to whoever reads them.</summary>
    private const int MostSettling = 2048;

    private const int MostInOneWrite = 1024;

    /// <summary>Fewer say nothing about a share.</summary>
    private const int LeastForPercent = 20;

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
    private readonly CancellationTokenSource _broken = new();

    /// <summary>Cancelled when no more is to be sent: whoever waits for a turn or looks wakes, and no call under way is touched.</summary>
    private readonly CancellationTokenSource _halted = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _settling;
    private readonly SemaphoreSlim _calls;
    private readonly int _concurrency;
    private volatile bool _isCanary;
    private CancellationToken _waiting;
    private Exception? _failure;
    private int _skippedForCause;

    public RunPass(IRunWork work, ITargetActor actor, ControlRunnerOptions options, ChannelWriter<RunTarget> results)
    {
        _work = work;
        _actor = actor;
        _options = options;
        _results = results;
        _concurrency = options.Concurrency;
        _calls = new SemaphoreSlim(_concurrency);
        _settling = new SemaphoreSlim(MostSettling);
        _feed = new TargetFeed(work, Math.Clamp(_concurrency * 4, 16, 256), options.TimeProvider, MayIntendAhead, MayWait);
        _pace = new RunPace(options.Rate, work.SharedPace, options.TimeProvider);
        _looks = new PacedLooks(actor, _pace, _calls);
        _worker = new TargetWorker(work, actor, _looks, options, _pace, _calls, MayCall, Note);
        _shared = new SharedCause(work.Run.Plan.Accounts, _concurrency, options.TimeProvider);
        _meter = new RunMeter(work.Run.Counts, options.TimeProvider);
    }

    public RunStop? Stop { get; private set; }

    public RunProgress Progress => _meter.Snapshot(_concurrency - _calls.CurrentCount, _pace.LimitPerSecond);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _work.Lost);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(linked.Token, _halted.Token);
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
                await TakeBackAsync(await _feed.EndAsync().ConfigureAwait(false)).ConfigureAwait(false);
            }

            Rethrow();
            _results.Complete();
        }
#pragma warning disable CA1031 // Whoever reads the results is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _results.Complete();
            Rethrow();
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
    public void NoteTold() => _settling.Release();

    public void Dispose()
    {
        _feed.Dispose();
        _broken.Dispose();
        _halted.Dispose();
        _settling.Dispose();
        _calls.Dispose();
    }

    private void Rethrow()
    {
        if (_failure is { } failure)
        {
            // As it is: a mistake of the program's own is no failure of the journal.
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async Task<bool> PassCanaryAsync(int count, CancellationToken cancellationToken)
    {
        var done = new List<RunTarget>();
        _isCanary = true;
        await WorkAsync(count, done, cancellationToken).ConfigureAwait(false);
        _isCanary = false;
        if (Stop is not null || _failure is not null || done.Count == 0)
        {
            return Stop is null && _failure is null;
        }

        var waited = await Task.WhenAll(done.Select(target => WaitForEffectAsync(target, cancellationToken))).ConfigureAwait(false);
        var report = new CanaryReport(waited);
        var goesOn = _options.ConfirmCanary is { } confirm ? await confirm(report, cancellationToken).ConfigureAwait(false) : report.IsGood;
        if (!goesOn)
        {
            Stop ??= new RunStop(
                RunStopKind.Canary,
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
        var ends = Channel.CreateUnbounded<(TargetEnd End, List<RunTarget>? Done)>(new UnboundedChannelOptions { SingleReader = true });
        var settling = Task.Run(() => SettleAsync(ends.Reader), CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(_concurrency, most)).Select(_ => Task.Run(WorkAsync, CancellationToken.None))).ConfigureAwait(false);

        // Every outcome is written and told before the end.
        ends.Writer.Complete();
        await settling.ConfigureAwait(false);
        NoteSharedCause();
        cancellationToken.ThrowIfCancellationRequested();

        async Task WorkAsync()
        {
            Task? another = null;
            try
            {
                while (Stop is null && !_broken.IsCancellationRequested && !cancellationToken.IsCancellationRequested && !_shared.CoversAll
                    && TakeOne()
                    && await _feed.NextAsync(cancellationToken).ConfigureAwait(false) is { } fed)
                {
                    // This one is to be looked at first: meanwhile another can be called.
                    if (another is null && MostBeside(fed) is > 0 and var limit && Interlocked.Increment(ref others) <= limit)
                    {
                        another = Task.Run(WorkAsync, CancellationToken.None);
                    }

                    if (!await PassAsync(fed, ends.Writer, done, cancellationToken).ConfigureAwait(false))
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
                Break(exception);
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

    /// <summary>Whether what others have in their hands may still become this pass's to do.</summary>
    private bool MayWait() => Stop is null && !_broken.IsCancellationRequested && Volatile.Read(ref _skippedForCause) == 0;

    /// <summary>Whether a target that is ready is still to be called: what has become of others may have ended the pass meanwhile.</summary>
    private bool MayCall(PlannedTarget target)
    {
        if (Stop is not null || _broken.IsCancellationRequested)
        {
            return false;
        }

        if (_shared.ReasonOf(target) is null)
        {
            return true;
        }

        Interlocked.Increment(ref _skippedForCause);
        return false;
    }

    /// <summary>Notes what became of a target.</summary>
    /// <returns>Whether a look is to tell whether the service answers at all.</returns>
    private bool Note(PlannedTarget target, TargetResult result)
    {
        var isInDoubt = _shared.Note(target, result);
        _meter.Note(result);
        StopWhenTooManyFailed();
        if (Stop is not null || _shared.CoversAll)
        {
            Halt();
        }

        return isInDoubt;
    }

    /// <summary>Works on one target, and lets its outcome be written while the next is begun.</summary>
    /// <returns>Whether it says how such targets fare: not where nothing was to be changed about it, or nothing was sent.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> PassAsync(
        FedTarget fed, ChannelWriter<(TargetEnd End, List<RunTarget>? Done)> ends, List<RunTarget>? done, CancellationToken cancellationToken)
    {
        var planned = fed.Target.Planned;
        if (_shared.ReasonOf(planned) is not null)
        {
            Interlocked.Increment(ref _skippedForCause);
            if (fed.IsIntended)
            {
                await SettleLaterAsync(new TargetEnd(TargetEndKind.Withdrawn, fed.Target, null), null).ConfigureAwait(false);
            }

            return false;
        }

        var end = await _worker.WorkAsync(fed, _waiting, cancellationToken).ConfigureAwait(false);
        var isInDoubt = end.IsInDoubt;
        if (end is { Kind: TargetEndKind.Settled, IsNoted: false, Result: { } result })
        {
            isInDoubt = Note(planned, result);
        }

        var isTelling = end is not { Kind: TargetEndKind.Withdrawn } and not { Result.Outcome: TargetOutcome.NotSent or TargetOutcome.AlreadySo };
        await SettleLaterAsync(end, isTelling ? done : null).ConfigureAwait(false);
        if (isInDoubt)
        {
            await AskWhetherAnsweredAsync(planned, cancellationToken).ConfigureAwait(false);
        }

        return isTelling;

        async ValueTask SettleLaterAsync(TargetEnd end, List<RunTarget>? done)
        {
            // Whoever reads slowly slows the run, and not its memory.
            await _settling.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            ends.TryWrite((end, done));
        }
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

    /// <summary>Writes what targets came to, as many at once as there are, and tells it.</summary>
    private async Task SettleAsync(ChannelReader<(TargetEnd End, List<RunTarget>? Done)> ends)
    {
        var batch = new List<(TargetEnd End, List<RunTarget>? Done)>();
        while (await ends.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < MostInOneWrite && ends.TryRead(out var next))
            {
                batch.Add(next);
            }

            await SettleAsync(batch).ConfigureAwait(false);
        }
    }

    private async Task SettleAsync(List<(TargetEnd End, List<RunTarget>? Done)> batch)
    {
        var withdrawing = TakeBackAsync([.. batch.Where(static one => one.End.Kind == TargetEndKind.Withdrawn).Select(static one => one.End.Target)]);
        RunTarget[] settled =
            [.. batch.Where(static one => one.End.Kind == TargetEndKind.Settled).Select(static one => one.End.Target with { Result = one.End.Result })];
        IReadOnlyList<RunTarget?> written = [];
        try
        {
            written = settled.Length == 0 ? [] : await _work.SettleAllAsync(settled).ConfigureAwait(false);
            if (written.Contains(null))
            {
                Break(new RunLostException("Another worker has taken a target over, and will say what became of it."));
            }
        }
#pragma warning disable CA1031 // What was done is told all the same; the failure ends the pass.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Break(exception);
        }

        await withdrawing.ConfigureAwait(false);
        var next = 0;
        foreach (var (end, done) in batch)
        {
            if (end.Kind == TargetEndKind.Withdrawn)
            {
                _settling.Release();
                continue;
            }

            var target = end.Kind == TargetEndKind.Settled ? written.ElementAtOrDefault(next++) : null;
            target ??= end.Target with { Status = RunTargetStatus.Intended, Result = end.Result, IsRecorded = false };
            done?.Add(target);
            _results.TryWrite(target);
        }
    }

    /// <summary>Nothing was sent for them.</summary>
    private async Task TakeBackAsync(IReadOnlyList<RunTarget> targets)
    {
        try
        {
            await Task.WhenAll(targets.Select(target => _work.WithdrawAsync(target))).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Their intents stand, and are looked at; the failure ends the pass.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Break(exception);
        }
    }

    private void StopWhenTooManyFailed()
    {
        if (_options.StopAfterFailures is { } most && _meter.Failed >= most)
        {
            Stop ??= new RunStop(RunStopKind.TooManyFailures, $"{_meter.Failed} targets failed");
        }

        if (_options.StopAfterFailedPercent is { } percent && _meter.Tried >= LeastForPercent && _meter.Failed * 100.0 / _meter.Tried > percent)
        {
            Stop ??= new RunStop(RunStopKind.TooManyFailures, $"{_meter.Failed} of {_meter.Tried} targets failed");
        }
    }

    private void NoteSharedCause()
    {
        if (Stop is null && (Volatile.Read(ref _skippedForCause) > 0 || (_shared.CoversAll && _meter.Left > 0)))
        {
            Stop = new RunStop(RunStopKind.SharedCause, _shared.Reasons);
        }
    }

    private void Break(Exception exception)
    {
        lock (_gate)
        {
            _failure ??= exception;
        }

        _broken.Cancel();
        Halt();
    }

    /// <summary>Not on this thread: what wakes by it may be much.</summary>
    private void Halt() => _ = _halted.IsCancellationRequested ? Task.CompletedTask : _halted.CancelAsync();
}
