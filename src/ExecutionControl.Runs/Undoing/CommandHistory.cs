using System.Globalization;

namespace ExecutionControl.Runs;

/// <summary>Writes single commands into the history, and never makes one fail or wait for long.</summary>
public static class CommandHistory
{
    /// <summary>Writes down a command that has ended.</summary>
    /// <param name="openAsync">Opens the journal, which is disposed of.</param>
    /// <param name="description">What was done, by whom.</param>
    /// <param name="targets">The targets with what became of them; at least one.</param>
    /// <param name="limit">How long it may take with everything, the opening included.</param>
    /// <returns>Why it could not be written, for a person; <see langword="null"/> when it was.</returns>
    public static async Task<string?> TryRecordAsync(
        Func<CancellationToken, Task<IRunJournal>> openAsync,
        RunDescription description,
        IReadOnlyList<SettledTarget> targets,
        TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(openAsync);
        using var timeUp = new CancellationTokenSource(limit);

        // On a thread of its own: a disk that hangs must not hold the command.
        var writing = Task.Run(
            async () =>
            {
                var journal = await openAsync(timeUp.Token).ConfigureAwait(false);
                await using (journal.ConfigureAwait(false))
                {
                    await journal.RecordAsync(description, targets, timeUp.Token).ConfigureAwait(false);
                }
            },
            CancellationToken.None);
        try
        {
            await writing.WaitAsync(limit).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // Whatever ends it later is of no interest any more.
            _ = writing.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return NotWithin(limit);
        }
#pragma warning disable CA1031 // A command never fails for its history.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.Message;
        }
    }

    internal static string NotWithin(TimeSpan limit) =>
        string.Create(CultureInfo.InvariantCulture, $"the journal could not be written within {limit.TotalSeconds:0.#} s");
}
