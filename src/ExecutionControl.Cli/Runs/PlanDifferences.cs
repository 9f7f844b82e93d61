using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>
/// What has changed about the targets of a plan since it was made. Of each target a number is kept: the words for it are few, as states are.
/// </summary>
internal sealed class PlanDifferences
{
    private const int LooksAtOnce = 8;
    private const int MostShown = 10;

    private const ushort Unchanged = 0;
    private const ushort Unseen = 1;
    private const ushort Changed = 2;
    private const ushort FirstWords = 3;

    private readonly List<ushort> _found = [];
    private readonly Dictionary<string, ushort> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];
    private readonly List<string> _shown = [];
    private long _unseen;
    private ControlCallFailure? _failure;

    /// <summary>How many targets have changed.</summary>
    public long Count { get; private set; }

    /// <summary>The same for somebody who has to decide.</summary>
    public IReadOnlyList<(string Title, string Text)> Facts =>
    [
        .. Count > 0
            ? [("left out", string.Create(CultureInfo.InvariantCulture, $"{Count} that {(Count == 1 ? "has" : "have")} changed since"))]
            : Array.Empty<(string, string)>(),
        .. _unseen > 0
            ? [("not looked at", string.Create(
                CultureInfo.InvariantCulture,
                $"{_unseen}, left out unless the look right before the call succeeds: {PlainWords.Of(_failure!.Message)}"))]
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
            Volatile.Write(ref done, done + 1);
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

    /// <summary>Whether a target of the plan's run could not be looked at.</summary>
    public bool IsUnseen(RunTarget target) => _unseen > 0 && _found[(int)target.Ordinal - 1] == Unseen;

    /// <summary>The target with the reason for which it is left out, where there is one.</summary>
    /// <param name="target">The target.</param>
    /// <param name="index">Its place in the plan, from 0.</param>
    public PlannedTarget Mark(PlannedTarget target, int index) => index >= _found.Count ? target : _found[index] switch
    {
        Unchanged or Unseen => target,
        Changed => target with { SkipReason = "it is not what it was when the plan was made" },
        var number => target with { SkipReason = _words[number - FirstWords] },
    };

    /// <summary>Tells what is left out.</summary>
    public void Tell(Reporter reporter)
    {
        foreach (var text in _shown)
        {
            reporter.Notice($"left out: {text}");
        }

        if (Count > _shown.Count)
        {
            reporter.Notice(string.Create(CultureInfo.InvariantCulture, $"left out: {Count - _shown.Count} more that have changed"));
        }
    }

    private void Note(TargetComparison comparison)
    {
        if (comparison.Change is { } change)
        {
            Count++;
            if (_shown.Count < MostShown)
            {
                _shown.Add($"{PlainText.OneLine(comparison.Target.Id)}: {PlainText.OneLine(change)}");
            }

            _found.Add(NumberOf(change));
        }
        else
        {
            _unseen += comparison.Failure is null ? 0 : 1;
            _failure ??= comparison.Failure;
            _found.Add(comparison.Failure is null ? Unchanged : Unseen);
        }
    }

    private ushort NumberOf(string change)
    {
        if (!_numbers.TryGetValue(change, out var number))
        {
            if (_words.Count == ushort.MaxValue - FirstWords)
            {
                return Changed;
            }

            _numbers.Add(change, number = (ushort)(_words.Count + FirstWords));
            _words.Add(change);
        }

        return number;
    }
}
