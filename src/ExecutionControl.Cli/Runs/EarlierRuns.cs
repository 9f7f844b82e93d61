using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>
/// The runs that a plan has had before. Whoever gives a command again after a crash means to go on, and must not send anything a second time by it.
/// </summary>
internal static class EarlierRuns
{
    /// <summary>Refuses a plan whose run is not finished, or that was carried out already and must not be repeated.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="digest">The plan's digest.</param>
    /// <param name="isSafeToRepeat">Whether all of the plan can be done again without harm.</param>
    /// <param name="next">Writes commands to be given next.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>What is to be known before; empty where the plan has had no run.</returns>
    /// <exception cref="NotSentException">It is refused.</exception>
    public static async Task<IReadOnlyList<(string Title, string Text)>> RequireHarmlessAsync(
        IRunJournal journal, string digest, bool isSafeToRepeat, NextCommand next, CancellationToken cancellationToken)
    {
        RunRecord? newest = null;
        var filter = new RunFilter
        {
            Digest = digest,
            Damaged = damaged => throw Refused($"{damaged.Message} It is of this plan, and what was done of it is not certain."),
        };
        await foreach (var run in journal.ListAsync(filter, cancellationToken))
        {
            newest ??= run;
            if (run.Counts.Left > 0 || (!isSafeToRepeat && run.Counts is { NotApplied: > 0 } or { Unknown: > 0 }))
            {
                throw Refused(Text(run, next));
            }
        }

        return (newest, isSafeToRepeat) switch
        {
            (null, _) => [],
            (_, false) => throw Refused($"This plan was carried out before, by run {newest.Id}, and a second time may do harm."),
            _ => [("done before", $"by run {newest.Id}, {newest.CreatedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}")],
        };
    }

    private static string Text(RunRecord run, NextCommand next)
    {
        var resume = $"runs resume {run.Id}";
        return run.Counts switch
        {
            { Left: > 0 } => string.Create(
                CultureInfo.InvariantCulture,
                $"Run {run.Id} of this plan is not finished, {run.Counts.Done} of {run.Counts.Total} are done: '{next.OfRuns(resume)}' goes on with it."),
            { Unknown: > 0 } => string.Create(
                CultureInfo.InvariantCulture,
                $"Of run {run.Id} of this plan {run.Counts.Unknown} came to an unknown end: look at them, and do those again with ")
                + $"'{next.OfRuns($"{resume} --retry-unknown")}'.",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"Of run {run.Id} of this plan {run.Counts.NotApplied} were not applied: '{next.OfRuns(resume)}' does those alone."),
        };
    }

    private static NotSentException Refused(string text) =>
        new(ExitCode.NotSent, $"{text} To carry the whole plan out once more, say --again. Nothing was sent.");
}
