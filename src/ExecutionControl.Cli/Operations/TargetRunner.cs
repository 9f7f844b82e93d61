using System.Collections.Concurrent;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Operations;

/// <summary>
/// Acts on targets, one after another or a few at a time, and never ends at the first that fails. All of them are asked before the first effect
/// is waited for. Where a few in a row fail for a reason that the others share, the rest is not sent. After a signal no other is begun, and
/// what was under way has half a second to tell its end.
/// </summary>
/// <param name="operation">What is done to each.</param>
/// <param name="observer">Is told how it goes.</param>
/// <param name="failures">Puts into words what ended a call.</param>
/// <param name="clock">The clock.</param>
/// <param name="stop">The signal to stop.</param>
/// <param name="gate">What a rate limit closes for all targets; null where there is none.</param>
internal sealed class TargetRunner(
    IBoundOperation operation,
    IRunObserver observer,
    ExceptionReport failures,
    TimeProvider clock,
    TerminationSignals stop,
    RateLimitGate? gate = null)
{
    /// <summary>Somewhat less than a second after a signal is left for the report of all.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly SystemicFailure _systemic = new();
    private readonly ConcurrentQueue<(int Index, OutcomeReport Report, AwaitedEffect Effect)> _accepted = new();
    private int _next;

    /// <summary>Acts on one target alone. Whatever ends the call is thrown.</summary>
    /// <param name="call">The call.</param>
    /// <param name="timeout">How long to wait for the effect; null to wait for none.</param>
    /// <returns>What became of it.</returns>
    public async Task<OutcomeReport> RunAsync(TargetCall call, TimeSpan? timeout)
    {
        observer.Begin(0);
        var step = await operation.ActAsync(call, stop.Token);
        var report = step.Report;
        if (timeout is { } limit && step.Awaited is { } effect)
        {
            observer.BeginWait(1, limit);
            await new EffectWaits(clock, limit, (wait, timeUp) => LookAsync(0, wait, timeUp), (_, settled) => report = settled)
                .RunAsync([(0, new EffectWait(operation, effect, report, clock, stop))], stop.Token);
        }

        observer.End(0, report);
        return report;
    }

    /// <summary>Acts on all of them; the observer is told what became of each.</summary>
    /// <param name="targets">Their ids.</param>
    /// <param name="parallel">How many are acted on at once.</param>
    /// <param name="timeout">How long to wait for all effects together; null to wait for none.</param>
    public async Task RunAsync(IReadOnlyList<string> targets, int parallel, TimeSpan? timeout)
    {
        using var graceEnded = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var registration = stop.Token.Register(() => graceEnded.CancelAfter(Grace));
        await Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => SendAsync(targets, timeout is not null, graceEnded.Token)));
        if (timeout is { } limit && !_accepted.IsEmpty)
        {
            observer.BeginWait(_accepted.Count, limit);
            (int Index, EffectWait Wait)[] accepted =
            [
                .. _accepted.OrderBy(accepted => accepted.Index)
                    .Select(accepted => (accepted.Index, new EffectWait(operation, accepted.Effect, accepted.Report, clock, stop))),
            ];
            var indexOf = accepted.ToDictionary(target => target.Wait, target => target.Index);
            var waits = new EffectWaits(
                clock,
                limit,
                (wait, timeUp) => EndedAsync(() => LookAsync(indexOf[wait], wait, timeUp), _ => wait.Interrupted(), graceEnded.Token),
                End);
            await waits.RunAsync(accepted, stop.Token);
        }

        EndRest(targets.Count);
    }

    private async Task SendAsync(IReadOnlyList<string> targets, bool isAwaited, CancellationToken graceEnded)
    {
        while (await MayGoOnAsync() && !IsSystemic() && Take(targets.Count) is { } index)
        {
            observer.Begin(index);
            var call = new TargetCall(index, targets[index], observer, clock);
            var step = await EndedAsync(
                () => operation.ActAsync(call, stop.Token),
                exception => new OperationStep(exception is null
                    ? failures.OfSilence(call.IsBegun, call.Target)
                    : failures.Of(exception, call.IsBegun, call.Target)),
                graceEnded);
            NoteEnd(step.Report);
            if (isAwaited && step.Awaited is { } effect)
            {
                _accepted.Enqueue((index, step.Report, effect));
            }
            else
            {
                End(index, step.Report);
            }
        }
    }

    /// <summary>Waits where the service has asked for it.</summary>
    /// <returns>False after a signal.</returns>
    private async Task<bool> MayGoOnAsync()
    {
        try
        {
            await (gate?.WaitAsync(stop.Token) ?? Task.CompletedTask);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return !stop.Token.IsCancellationRequested;
    }

    private bool IsSystemic()
    {
        lock (_gate)
        {
            return _systemic.IsCertain;
        }
    }

    private void NoteEnd(OutcomeReport report)
    {
        lock (_gate)
        {
            _systemic.Note(report);
        }
    }

    private int? Take(int count)
    {
        var index = Interlocked.Increment(ref _next) - 1;
        return index < count ? index : null;
    }

    private async Task<OutcomeReport> LookAsync(int index, EffectWait wait, CancellationToken timeUp)
    {
        await wait.WaitAsync(TimeSpan.Zero, timeUp);
        observer.Look(index, wait.Shown);
        return wait.Report;
    }

    /// <summary>Waits for the end of some work, as long as there is time for it; whatever ends it otherwise becomes a report.</summary>
    /// <param name="work">The work.</param>
    /// <param name="reportOf">Says of what ended it, or of null when nothing did in time, what is so.</param>
    /// <param name="graceEnded">Cancelled when there is no more time.</param>
    private static async Task<T> EndedAsync<T>(Func<Task<T>> work, Func<Exception?, T> reportOf, CancellationToken graceEnded)
    {
        Task<T>? pending = null;
        try
        {
            pending = work();
            return await pending.WaitAsync(graceEnded);
        }
        catch (OperationCanceledException) when (pending is { IsCompleted: false })
        {
            return reportOf(null);
        }
#pragma warning disable CA1031 // One target's failure, whatever it is, must not keep the others from being acted on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return reportOf(exception);
        }
    }

    private void EndRest(int count)
    {
        var first = Math.Min(_next, count);
        if (_systemic.IsCertain && first < count)
        {
            observer.GiveUp(_systemic.Reason, count - first);
        }

        for (var index = first; index < count; index++)
        {
            End(index, _systemic.IsCertain && stop.Received is null ? _systemic.NotSent() : failures.NeverSent());
        }
    }

    private void End(int index, OutcomeReport report)
    {
        lock (_gate)
        {
            observer.End(index, report);
        }
    }
}
