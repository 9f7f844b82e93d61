using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>Looks at targets again and again.</summary>
/// <param name="actor">Looks.</param>
/// <param name="clock">The clock.</param>
internal sealed class TargetLook(ITargetActor actor, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Looks at a target until a state is more than still in flight, or time is up.</summary>
    /// <returns>What the last look showed, and its state; null where none was seen.</returns>
    public async Task<(WaitOutcome Outcome, string? State)> UntilAsync(
        PlannedTarget target, Func<string?, WaitOutcome> judge, TimeSpan limit, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        string? state = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                state = await actor.ObserveAsync(target, cancellationToken).ConfigureAwait(false) ?? state;
                if (judge(state) is not WaitOutcome.StillInFlight and var outcome)
                {
                    return (outcome, state);
                }
            }
            catch (ControlCallRefusedException)
            {
                return (WaitOutcome.StillInFlight, state);
            }
            catch (ControlCallException)
            {
                // One that cannot be looked at now may be in a moment.
            }

            var left = limit - clock.GetElapsedTime(startedAt);
            if (left <= TimeSpan.Zero)
            {
                return (WaitOutcome.StillInFlight, state);
            }

            await Task.Delay(pause < left ? pause : left, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
