using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>One pass over a run.</summary>
internal sealed class RunPass : IDisposable
{
    /// <summary>So many targets are made ready for each that is called, and so many at most.</summary>
    private const int ReadyForEach = 4;

    private const int MostReady = 128;

    /// <summary>So many outcomes may be on their way to the journal and to whoever reads them.</summary>
    private const int MostSettling = 256;

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
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _settling;
    private readonly SemaphoreSlim _calls;
    private readonly int _concurrency;
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
        _feed = new TargetFeed(work, Math.Clamp(_concurrency * 4, 16, 256), options.TimeProvider, MayWait);
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
            if (_options.Canary == 0 || await PassCanaryAsync(_options.Canary, linked.Token).ConfigureAwait(false))
            {
                await WorkAsync(int.MaxValue, null, linked.Token).ConfigureAwait(false);
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

    public void Dispose()
    {
        _feed.Dispose();
        _broken.Dispose();
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
        await WorkAsync(count, done, cancellationToken).ConfigureAwait(false);
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

        // More than are called at once: some are made ready to be called meanwhile, so that calls do not wait for the disk.
        var workers = Math.Min(_concurrency + Math.Min(_concurrency * ReadyForEach, MostReady), most);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None))).ConfigureAwait(false);

        // Every outcome is written and told before the end.
        for (var number = 0; number < MostSettling; number++)
        {
            await _settling.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _settling.Release(MostSettling);
        NoteSharedCause();
        cancellationToken.ThrowIfCancellationRequested();

        async Task WorkAsync()
        {
            try
            {
                while (Stop is null && !_broken.IsCancellationRequested && !cancellationToken.IsCancellationRequested && !_shared.CoversAll
                    && TakeOne()
                    && await _feed.NextAsync(cancellationToken).ConfigureAwait(false) is { } target)
                {
                    if (!await PassAsync(target, done, cancellationToken).ConfigureAwait(false))
                    {
                        GiveOneBack();
                    }
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Said by whoever waits for all.
            }
#pragma warning disable CA1031 // The first failure ends the pass; what is under way is still told.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Break(exception);
            }
        }

        bool TakeOne()
        {
            lock (_gate)
            {
                return most == int.MaxValue || left-- > 0;
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
        return isInDoubt;
    }

    /// <summary>Works on one target, and lets its outcome be written while the next is begun.</summary>
    /// <returns>Whether it says how such targets fare: not where nothing was to be changed about it, or nothing was sent.</returns>
    private async Task<bool> PassAsync(RunTarget target, List<RunTarget>? done, CancellationToken cancellationToken)
    {
        if (_shared.ReasonOf(target.Planned) is not null)
        {
            Interlocked.Increment(ref _skippedForCause);
            return false;
        }

        var end = await _worker.WorkAsync(target, cancellationToken).ConfigureAwait(false);
        var isInDoubt = end.IsInDoubt;
        if (end is { Kind: TargetEndKind.Settled, IsNoted: false, Result: { } result })
        {
            isInDoubt = Note(target.Planned, result);
        }

        await _settling.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        var isTelling = end is not { Kind: TargetEndKind.Withdrawn } and not { Result.Outcome: TargetOutcome.NotSent or TargetOutcome.AlreadySo };
        _ = SettleAsync(end, isTelling ? done : null);
        if (isInDoubt)
        {
            await AskWhetherAnsweredAsync(target.Planned, cancellationToken).ConfigureAwait(false);
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

    private async Task SettleAsync(TargetEnd end, List<RunTarget>? done)
    {
        try
        {
            var target = end.Target;
            var settled = target;
            try
            {
                switch (end.Kind)
                {
                    case TargetEndKind.Settled:
                        settled = await _work.SettleAsync(target, end.Result!).ConfigureAwait(false);
                        break;
                    case TargetEndKind.Withdrawn:
                        await _work.WithdrawAsync(target).ConfigureAwait(false);
                        return;
                    default:
                        settled = target with { Status = RunTargetStatus.Intended, Result = end.Result, IsRecorded = false };
                        break;
                }
            }
#pragma warning disable CA1031 // What was done is told all the same; the failure ends the pass.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Break(exception);
                if (end.Result is null)
                {
                    return;
                }

                settled = target with { Status = RunTargetStatus.Intended, Result = end.Result, IsRecorded = false };
            }

            if (done is not null)
            {
                lock (done)
                {
                    done.Add(settled);
                }
            }

            await _results.WriteAsync(settled).ConfigureAwait(false);
        }
        finally
        {
            _settling.Release();
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
    }
}
