using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>Watches the paused executions of one automation through the search, a bounded number of pages at a time.</summary>
internal sealed class PausedBacklog(ServerConnection connection, ConductorOneReader reader, TimeSpan? patience)
{
    private const int MaxSample = 5;
    private const int MaxObservations = 4;

    private static readonly TimeSpan _firstInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _maxInterval = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _timeProvider = connection.TimeProvider;

    /// <summary>
    /// Waits until nothing that was paused at one look has been settled at the next: then no earlier request is at work any
    /// more. Ends after a time, before the time that is left for the call is over, or when the backlog cannot be read: repeating is harmless
    /// all the same.
    /// </summary>
    public async Task WaitUntilStableAsync(string automationId, TimeSpan? remaining, CallTerms terms, CancellationToken cancellationToken)
    {
        var limit = remaining is { } left && !(left >= patience) ? left : patience;
        var startedAt = _timeProvider.GetTimestamp();
        var interval = _firstInterval;
        if (limit <= TimeSpan.Zero)
        {
            return;
        }

        using var timeUp = new CancellationTokenSource(limit ?? Timeout.InfiniteTimeSpan, _timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeUp.Token);
        try
        {
            var before = await reader.ObserveBacklogAsync(automationId, createdBefore: null, terms, linked.Token).ConfigureAwait(false);
            while (before.Ids.Count > 0 && !(_timeProvider.GetElapsedTime(startedAt) + interval >= limit))
            {
                await Task.Delay(interval, _timeProvider, linked.Token).ConfigureAwait(false);
                var after = await reader.ObserveBacklogAsync(automationId, createdBefore: null, terms, linked.Token).ConfigureAwait(false);
                if (before.Ids.IsSubsetOf(after.Ids))
                {
                    return;
                }

                before = after;
                interval = interval * 2 < _maxInterval ? interval * 2 : _maxInterval;
            }
        }
        catch (ControlCallException)
        {
            // What cannot be watched cannot be waited for.
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The time was up in the middle of a look.
        }
    }

    /// <summary>
    /// Watches a few of the executions that were paused for a decision that may have been made about them, for a few seconds, as the
    /// service settles them in the background.
    /// </summary>
    /// <exception cref="ControlCallException">One cannot be read.</exception>
    public async Task<DecisionProgress> WatchDecisionAsync(
        PausedBacklogView paused,
        PausedExecutionDecision decision,
        CallTerms terms,
        CancellationToken cancellationToken)
    {
        string[] sample = [.. paused.Ids.Take(MaxSample)];
        for (var look = 1; ; look++)
        {
            var settled = 0;
            foreach (var id in sample)
            {
                var state = (await reader.ObserveExecutionAsync(id, terms, cancellationToken).ConfigureAwait(false)).State;
                if (IsDecided(state, decision))
                {
                    settled++;
                }
                else if (state != AutomationExecutionState.PausedByCircuitBreaker)
                {
                    return DecisionProgress.Contradicted;
                }
            }

            if (settled == sample.Length || look == MaxObservations)
            {
                return settled == sample.Length ? DecisionProgress.Done : settled > 0 ? DecisionProgress.Begun : DecisionProgress.None;
            }

            await Task.Delay(TimeSpan.FromSeconds(look), _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks at what is still paused of what was created before a time.</summary>
    public async Task<PausedBacklogState> ObserveAsync(
        string automationId,
        DateTimeOffset createdBefore,
        CallTerms terms,
        CancellationToken cancellationToken)
    {
        var view = await reader.ObserveBacklogAsync(automationId, createdBefore, terms, cancellationToken).ConfigureAwait(false);
        return new PausedBacklogState { PausedCount = view.Ids.Count, IsLowerBound = !view.IsComplete };
    }

    /// <summary>Waits until no execution is paused any more that was created before a time.</summary>
    public Task<WaitResult<PausedBacklogState>> WaitUntilSettledAsync(
        ResolvePausedResult result,
        TimeSpan timeout,
        CallTerms terms,
        CancellationToken cancellationToken)
    {
        var id = RequestTemplate.RequireId(result.Target, nameof(result));
        var acceptedAt = result.AcceptedAt ?? throw NoAcceptance(nameof(result));
        return connection.Watch(ControlOperations.ResolvePausedExecutions, ControlOperations.ListAutomationExecutions, terms, id).WaitAsync(
            token => ObserveAsync(id, acceptedAt, terms, token),
            Judge,
            Unseen,
            timeout,
            cancellationToken);
    }

    /// <summary>What a backlog that nobody could look at looks like.</summary>
    public static PausedBacklogState Unseen { get; } = new() { PausedCount = 0, IsLowerBound = true };

    public static WaitOutcome Judge(PausedBacklogState state) =>
        state is { PausedCount: 0, IsLowerBound: false } ? WaitOutcome.Verified : WaitOutcome.StillInFlight;

    public static ArgumentException NoAcceptance(string parameterName) =>
        new("The result does not say when the service accepted, which is what the wait goes by. Nothing was sent.", parameterName);

    /// <summary>Executions that run on go through many states, and may have come to an end; terminated is what the other decision makes them.</summary>
    private static bool IsDecided(AutomationExecutionState state, PausedExecutionDecision decision) => decision == PausedExecutionDecision.Cancel
        ? state == AutomationExecutionState.Terminated
        : state.Value.Length > 0 && state != AutomationExecutionState.PausedByCircuitBreaker && state != AutomationExecutionState.Terminated;
}

/// <summary>The paused executions that one look showed.</summary>
/// <param name="Ids">Their ids.</param>
/// <param name="IsComplete">Whether there were no more than the look went through.</param>
internal sealed record PausedBacklogView(IReadOnlySet<string> Ids, bool IsComplete);

/// <summary>How far executions that were paused show a decision about them.</summary>
internal enum DecisionProgress
{
    /// <summary>All of them are paused.</summary>
    None,

    /// <summary>Some have become what was decided.</summary>
    Begun,

    /// <summary>All have become what was decided.</summary>
    Done,

    /// <summary>One became something else.</summary>
    Contradicted,
}
