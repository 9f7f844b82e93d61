namespace ExecutionControl.Client.ConductorOne;

/// <summary>Watches the paused executions of one automation through the search, a bounded number of pages at a time.</summary>
internal sealed class PausedBacklog(
    Func<string, DateTimeOffset?, CancellationToken, Task<PausedBacklogView>> look,
    TimeProvider timeProvider,
    TimeSpan patience)
{
    private static readonly TimeSpan _firstInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _maxInterval = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Waits until nothing that was paused at one look has been settled at the next: then no earlier request is at work any
    /// more. Gives up waiting after a time, or when the backlog cannot be read: repeating is harmless all the same.
    /// </summary>
    public async Task WaitUntilItStopsFallingAsync(string automationId, CancellationToken cancellationToken)
    {
        var startedAt = timeProvider.GetTimestamp();
        var interval = _firstInterval;
        try
        {
            var before = await look(automationId, null, cancellationToken).ConfigureAwait(false);
            while (before.Ids.Count > 0 && timeProvider.GetElapsedTime(startedAt) + interval < patience)
            {
                await Task.Delay(interval, timeProvider, cancellationToken).ConfigureAwait(false);
                var after = await look(automationId, null, cancellationToken).ConfigureAwait(false);
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
    }
}
