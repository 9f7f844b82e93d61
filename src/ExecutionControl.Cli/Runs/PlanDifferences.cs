using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>What has changed about the targets of a plan since it was made. Only the changes are kept in memory.</summary>
internal sealed class PlanDifferences
{
    private const int LooksAtOnce = 8;
    private const int MostShown = 10;

    private readonly Dictionary<(string Operation, string Account, string Id), string> _changes = [];
    private readonly HashSet<(string Operation, string Account, string Id)> _unseen = [];
    private ControlCallFailure? _failure;

    /// <summary>How many targets have changed.</summary>
    public int Count => _changes.Count;

    /// <summary>The same for somebody who has to decide.</summary>
    public IReadOnlyList<(string Title, string Text)> Facts =>
    [
        .. Count > 0
            ? [("left out", string.Create(CultureInfo.InvariantCulture, $"{Count} that {(Count == 1 ? "has" : "have")} changed since"))]
            : Array.Empty<(string, string)>(),
        .. _unseen.Count > 0
            ? [("not looked at", string.Create(
                CultureInfo.InvariantCulture,
                $"{_unseen.Count}, left out unless the look right before the call succeeds: {PlainWords.Of(_failure!.Message)}"))]
            : Array.Empty<(string, string)>(),
    ];

    /// <summary>Looks at the targets.</summary>
    /// <exception cref="NotSentException">None could be looked at.</exception>
    public static async Task<PlanDifferences> FindAsync(
        Reporter reporter,
        TimeProvider clock,
        IAsyncEnumerable<PlannedTarget> targets,
        long count,
        ITargetActor actor,
        CancellationToken cancellationToken)
    {
        var found = new PlanDifferences();
        var done = 0L;
        var seen = 0L;
        using var progress = new ProgressLine(
            reporter,
            clock,
            elapsed => string.Create(
                CultureInfo.InvariantCulture,
                $"{ProgressLine.Bar(Volatile.Read(ref done), count)} {Volatile.Read(ref done)} of {count} looked at"
                + $"{ProgressLine.RateAndTimeLeft(Volatile.Read(ref done), elapsed, count - Volatile.Read(ref done))}"),
            isImmediate: false);
        await foreach (var comparison in PlanComparison.CompareAsync(targets, actor, LooksAtOnce, cancellationToken))
        {
            Interlocked.Increment(ref done);
            seen += comparison.Failure is null && (comparison.State is not null || comparison.Change is not null) ? 1 : 0;
            found.Note(comparison);
        }

        if (seen == 0 && found._failure is { } failure)
        {
            var code = failure.Outcome == ControlOutcome.Refused && failure.Reason is RefusalReason.Authentication or RefusalReason.Permission
                ? ExitCode.Credentials
                : ExitCode.NotApplied;
            throw new NotSentException(code, $"The targets cannot be looked at: {PlainWords.Of(failure.Message)} Nothing was sent.");
        }

        return found;
    }

    /// <summary>Whether a target could not be looked at.</summary>
    public bool IsUnseen(PlannedTarget target) => _unseen.Count > 0 && _unseen.Contains(KeyOf(target));

    /// <summary>The target with the reason for which it is left out, where there is one.</summary>
    public PlannedTarget Mark(PlannedTarget target) =>
        _changes.Count > 0 && _changes.TryGetValue(KeyOf(target), out var change) ? target with { SkipReason = change } : target;

    /// <summary>Tells what is left out.</summary>
    public void Tell(Reporter reporter)
    {
        foreach (var ((_, _, id), change) in _changes.Take(MostShown))
        {
            reporter.Notice($"left out: {PlainText.OneLine(id)}: {PlainText.OneLine(change)}");
        }

        if (_changes.Count > MostShown)
        {
            reporter.Notice(string.Create(CultureInfo.InvariantCulture, $"left out: {_changes.Count - MostShown} more that have changed"));
        }
    }

    private static (string, string, string) KeyOf(PlannedTarget target) => (target.Operation.Id, target.Account, target.Id);

    private void Note(TargetComparison comparison)
    {
        if (comparison.Change is { } change)
        {
            _changes[KeyOf(comparison.Target)] = change;
        }

        if (comparison.Failure is { } failure)
        {
            _unseen.Add(KeyOf(comparison.Target));
            _failure ??= failure;
        }
    }
}
