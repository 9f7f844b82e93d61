using System.Collections.Concurrent;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Operations;

/// <summary>
/// Waits for the effects on many targets under one time limit: looks at each in turn, again and again, so that one that stays in flight
/// does not use up the time of the others.
/// </summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="timeout">How long to wait for all together.</param>
/// <param name="lookAsync">Looks at one, and gives up when the token says that the time is up.</param>
/// <param name="settle">Is told what became of one, as soon as that is certain.</param>
internal sealed class EffectWaits(
    TimeProvider timeProvider,
    TimeSpan timeout,
    Func<EffectWait, CancellationToken, Task<OutcomeReport>> lookAsync,
    Action<int, OutcomeReport> settle)
{
    /// <summary>Targets that are looked at at once.</summary>
    private const int MostLooks = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    public async Task RunAsync(IReadOnlyList<(int Index, EffectWait Wait)> accepted, CancellationToken cancellationToken)
    {
        using var timeUp = new CancellationTokenSource(timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        var pending = accepted;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            pending = await LookAtAllAsync(pending, timeUp.Token, cancellationToken);
            if (pending.Count == 0 || linked.IsCancellationRequested)
            {
                break;
            }

            try
            {
                await Task.Delay(pause, timeProvider, linked.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        foreach (var (index, wait) in pending)
        {
            settle(index, cancellationToken.IsCancellationRequested ? wait.Interrupted() : wait.Report);
        }
    }

    private async Task<IReadOnlyList<(int Index, EffectWait Wait)>> LookAtAllAsync(
        IReadOnlyList<(int Index, EffectWait Wait)> pending, CancellationToken timeUp, CancellationToken cancellationToken)
    {
        var stillPending = new ConcurrentQueue<(int Index, EffectWait Wait)>();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, MostLooks).Select(async _ =>
        {
            int at;
            while ((at = Interlocked.Increment(ref next)) < pending.Count)
            {
                var (index, wait) = pending[at];
                if (!timeUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    var report = await lookAsync(wait, timeUp);
                    if (wait.IsOver)
                    {
                        settle(index, report);
                        continue;
                    }
                }

                stillPending.Enqueue((index, wait));
            }
        }));
        return [.. stillPending.OrderBy(target => target.Index)];
    }
}
