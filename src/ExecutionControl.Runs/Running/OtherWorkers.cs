namespace ExecutionControl.Runs;

/// <summary>Keeps an eye on what the other workers of a run come to: its limit of failures is one for all of them.</summary>
/// <param name="work">The hold on the run.</param>
/// <param name="meter">Is told how the targets stand.</param>
/// <param name="end">Ends the pass where too many have failed.</param>
/// <param name="clock">The clock.</param>
internal sealed class OtherWorkers(IRunWork work, RunMeter meter, PassEnd end, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Watches until it is cancelled; nothing where there are no others.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (work.SharedPace is not null)
            {
                await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
                try
                {
                    meter.Replace(await work.CountAsync(cancellationToken).ConfigureAwait(false));
                    end.StopWhenTooManyFailed();
                }
                catch (RunJournalException)
                {
                    // Whoever writes to it says so.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The pass is over.
        }
    }
}
