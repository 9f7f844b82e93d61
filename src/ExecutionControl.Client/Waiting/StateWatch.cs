namespace ExecutionControl.Client.Waiting;

/// <summary>Looks at a target at growing intervals until its state settles the matter or time is up.</summary>
internal sealed class StateWatch(TimeProvider timeProvider)
{
    private static readonly TimeSpan _firstInterval = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan _maxInterval = TimeSpan.FromSeconds(10);

    /// <param name="read">Reads the state.</param>
    /// <param name="judge">Says what a state means; an unknown one means to keep looking.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> for ever.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ControlCallRefusedException">The service lets nobody look at the target.</exception>
    public async Task<WaitResult<TState>> WaitAsync<TState>(
        Func<CancellationToken, Task<TState>> read,
        Func<TState, Verdict> judge,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
        where TState : struct
    {
        var startedAt = timeProvider.GetTimestamp();
        var interval = _firstInterval;
        TState state = default;
        while (true)
        {
            ControlCallException? failure = null;
            try
            {
                state = await read(cancellationToken).ConfigureAwait(false);
                if (judge(state) is not Verdict.KeepLooking and var verdict)
                {
                    var outcome = verdict == Verdict.Verified ? WaitOutcome.Verified : WaitOutcome.Contradicted;
                    return new WaitResult<TState>(outcome, state, timeProvider.GetElapsedTime(startedAt));
                }
            }
            catch (ControlCallNotAppliedException exception)
            {
                // A service that cannot be reached now says nothing about the target.
                failure = exception;
            }

            var elapsed = timeProvider.GetElapsedTime(startedAt);
            var left = timeout - elapsed;
            if (left <= TimeSpan.Zero)
            {
                return new WaitResult<TState>(WaitOutcome.StillInFlight, state, elapsed) { LastFailure = failure };
            }

            await Task.Delay(left < interval ? left.Value : interval, timeProvider, cancellationToken).ConfigureAwait(false);
            interval = interval * 2 < _maxInterval ? interval * 2 : _maxInterval;
        }
    }
}
