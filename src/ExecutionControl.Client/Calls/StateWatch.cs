using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Calls;

/// <summary>Looks at a target at growing intervals until its state settles the matter or time is up, also in the middle of a look.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="executor">What makes the looks.</param>
/// <param name="terms">What they go by.</param>
/// <param name="awaited">The operation whose effect is waited for.</param>
/// <param name="operation">The read that a look is.</param>
/// <param name="target">What is looked at.</param>
internal sealed class StateWatch(
    TimeProvider timeProvider,
    ControlCallExecutor executor,
    CallTerms terms,
    ControlOperation awaited,
    ControlOperation operation,
    string target)
{
    private static readonly TimeSpan _firstInterval = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan _maxInterval = TimeSpan.FromSeconds(10);

    /// <summary>The longest time that a timer takes; nobody sees the end of it.</summary>
    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(49);

    /// <param name="read">Reads the state.</param>
    /// <param name="judge">Says what a state means; an unknown one means to keep looking.</param>
    /// <param name="unseen">The state of a target that could not be read even once.</param>
    /// <param name="timeout">How long to wait: zero for one look, <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="ControlCallRefusedException">The service lets nobody look at the target.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled, in a look or between two.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile.</exception>
    public Task<WaitResult<TState>> WaitAsync<TState>(
        Func<CancellationToken, Task<TState>> read,
        Func<TState, WaitOutcome> judge,
        TState unseen,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var limit = OptionValue.Limit(timeout);
        return limit < TimeSpan.Zero
            ? throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A wait takes no negative time. Nothing was sent.")
            : executor.Telemetry.WaitAsync(awaited, target, terms, () => WatchAsync(read, judge, unseen, limit, cancellationToken));
    }

    private async Task<WaitResult<TState>> WatchAsync<TState>(
        Func<CancellationToken, Task<TState>> read,
        Func<TState, WaitOutcome> judge,
        TState state,
        TimeSpan? limit,
        CancellationToken cancellationToken)
    {
        var startedAt = timeProvider.GetTimestamp();

        // Zero is for one look, which has the time that any look has.
        using var timeUp = limit is { } time && time > TimeSpan.Zero && time < _longestTimer
            ? new CancellationTokenSource(time, timeProvider)
            : new CancellationTokenSource();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, executor.Closing);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, timeUp.Token);
        var interval = _firstInterval;
        ControlCallException? failure = null;
        for (var looks = 1; ; looks++)
        {
            try
            {
                // A look changes nothing, so that one which nothing can stop may be left to itself.
                state = await read(linked.Token).WaitAsync(linked.Token).ConfigureAwait(false);
                failure = null;
                if (judge(state) is not WaitOutcome.StillInFlight and var outcome)
                {
                    return new WaitResult<TState> { Outcome = outcome, State = state, Elapsed = timeProvider.GetElapsedTime(startedAt) };
                }
            }
            catch (ControlCallNotAppliedException exception)
            {
                // A service that cannot be reached now says nothing about the target.
                failure = exception;
            }
            catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
            {
                throw Cancelled(looks, exception, cancellationToken);
            }
            catch (OperationCanceledException) when (executor.Closing.IsCancellationRequested)
            {
                executor.ThrowIfClosed(operation);
            }
            catch (OperationCanceledException exception) when (timeUp.IsCancellationRequested)
            {
                failure ??= CutShort(looks, exception);
            }

            var elapsed = timeProvider.GetElapsedTime(startedAt);
            var left = limit - elapsed;
            if (left <= TimeSpan.Zero || timeUp.IsCancellationRequested)
            {
                return new WaitResult<TState>
                {
                    Outcome = WaitOutcome.StillInFlight,
                    State = state,
                    Elapsed = elapsed,
                    LastFailure = failure is null ? null : ControlCallFailure.From(failure),
                };
            }

            var pause = failure?.Details.RetryAfter is { } asked && asked > interval ? asked : interval;
            try
            {
                await Task.Delay(Shortest(pause, left ?? _longestTimer, _longestTimer), timeProvider, ended.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException exception)
            {
                if (!cancellationToken.IsCancellationRequested)
                {
                    executor.ThrowIfClosed(operation);
                }

                throw Cancelled(looks, exception, cancellationToken);
            }

            interval = Shortest(interval * 2, _maxInterval, _maxInterval);
        }
    }

    private static TimeSpan Shortest(TimeSpan first, TimeSpan second, TimeSpan third) => new(Math.Min(first.Ticks, Math.Min(second.Ticks, third.Ticks)));

    private ControlCallNotAppliedException CutShort(int looks, Exception cause) =>
        new FailureReport(
            operation,
            target,
            looks,
            new AttemptFailure(FailureKind.Unsent, "there was no answer before the time to wait was over") { Cause = cause }).NotApplied();

    private ControlCallCanceledException Cancelled(int looks, Exception cause, CancellationToken cancellationToken) => new(
        $"Cancelled while waiting for '{target}' at {operation.Service}. What the service accepted before stands.",
        ControlOutcome.NotApplied,
        safeToRepeat: true,
        new ControlCallDetails { Service = operation.Service, Operation = operation.Name, Target = target, Attempts = looks },
        cause,
        cancellationToken);
}
