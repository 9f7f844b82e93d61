using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>
/// Looks at targets at the pace that their service takes, and no more at once than are called. A look that is turned away for its rate says nothing
/// about its target: it is made again.
/// </summary>
/// <param name="actor">Looks.</param>
/// <param name="pace">Gives turns.</param>
/// <param name="calls">Lets so many calls be under way at once.</param>
internal sealed class PacedLooks(ITargetActor actor, RunPace pace, SemaphoreSlim calls) : ITargetActor
{
    public Task<TargetResult> ActAsync(RunTarget target, CancellationToken cancellationToken) => actor.ActAsync(target, cancellationToken);

    public async Task<string?> ObserveAsync(PlannedTarget target, CancellationToken cancellationToken)
    {
        await calls.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var rejections = 0; ; rejections++)
            {
                var turn = await pace.WaitForLookAsync(pace.KeyOf(target), cancellationToken).ConfigureAwait(false);
                try
                {
                    var state = await actor.ObserveAsync(target, cancellationToken).ConfigureAwait(false);
                    pace.Accept(turn);
                    return state;
                }
                catch (ControlCallException exception) when (RunPace.IsWorthWaitingFor(TargetResult.From(exception), rejections))
                {
                    await pace.RejectAsync(turn, exception.RetryAfter, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            calls.Release();
        }
    }
}
