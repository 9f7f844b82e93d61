using System.Globalization;
using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>
/// Counts what became of many targets, and settles the one exit code that stands for all of them, so that nothing uncertain hides: see
/// <see cref="ExitCode"/>.
/// </summary>
internal sealed class OutcomeTally
{
    /// <summary>The codes in the order in which they stand for targets that were all accepted, or none of them.</summary>
    private static readonly ExitCode[] Precedence =
    [
        ExitCode.Fault, ExitCode.NotApplied, ExitCode.Credentials, ExitCode.Refused, ExitCode.NotFound, ExitCode.NotSent,
        ExitCode.Partial, ExitCode.Contradicted, ExitCode.Unconfirmed, ExitCode.Success,
    ];

    private readonly Dictionary<(ReportedOutcome Outcome, ExitCode Code), long> _counts = [];

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>Whether all of it can be asked again without doing more than was meant.</summary>
    public bool IsSafeToRepeat { get; private set; } = true;

    /// <summary>
    /// The code of a signal when one ended it; the code that all have; unknown when any is unknown; partial when some were accepted and
    /// others were not; otherwise the first in the order of precedence.
    /// </summary>
    public ExitCode ExitCode
    {
        get
        {
            var codes = _counts.Keys.Select(key => key.Code).ToHashSet();
            return codes.FirstOrDefault(code => code is ExitCode.HungUp or ExitCode.Interrupted or ExitCode.Terminated) switch
            {
                not ExitCode.Success and var signal => signal,
                _ when codes.Count == 1 => codes.Single(),
                _ when _counts.Keys.Any(key => key.Outcome == ReportedOutcome.Unknown) => ExitCode.Unknown,
                _ when codes.Any(IsAccepted) && !codes.All(IsAccepted) => ExitCode.Partial,
                _ => Precedence.FirstOrDefault(codes.Contains),
            };
        }
    }

    /// <summary>What became of all: what became of each, or else what the exit code says.</summary>
    public ReportedOutcome Outcome
    {
        get
        {
            var outcomes = _counts.Keys.Select(key => key.Outcome).Distinct().ToList();
            return (outcomes, ExitCode) switch
            {
                ([], _) => ReportedOutcome.AlreadySo,
                ([var same], _) => same,
                _ when outcomes.Contains(ReportedOutcome.Unknown) => ReportedOutcome.Unknown,
                _ when outcomes.TrueForAll(outcome => outcome is ReportedOutcome.Applied or ReportedOutcome.AlreadySo) => ReportedOutcome.Applied,
                _ when outcomes.Exists(IsAccepted) => ReportedOutcome.Partial,
                (_, ExitCode.NotApplied) => ReportedOutcome.NotApplied,
                (_, ExitCode.NotSent or ExitCode.Fault) => ReportedOutcome.NotSent,
                _ => outcomes.Contains(ReportedOutcome.Refused) ? ReportedOutcome.Refused : ReportedOutcome.NotApplied,
            };
        }
    }

    /// <summary>How many have an exit code.</summary>
    public long CountOf(ExitCode code) => _counts.Where(count => count.Key.Code == code).Sum(count => count.Value);

    public void Add(OutcomeReport report) => Add(report.Outcome, report.ExitCode, report.SafeToRepeat);

    public void Add(ReportedOutcome outcome, ExitCode code, bool isSafeToRepeat, long number = 1)
    {
        if (number > 0)
        {
            _counts[(outcome, code)] = _counts.GetValueOrDefault((outcome, code)) + number;
            Count += number;
            IsSafeToRepeat &= isSafeToRepeat;
        }
    }

    /// <summary>What became of them in a sentence; the words before the colon say the whole.</summary>
    /// <param name="kind">What they are, in the singular.</param>
    public string Sentence(string kind)
    {
        if (Count == 0)
        {
            return $"Already so: there is no {kind} to act on. Nothing was sent.";
        }

        if (ExitCode == ExitCode.Success && Outcome == ReportedOutcome.NotSent)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Dry run: {Count} {kind}{(Count == 1 ? string.Empty : "s")}. Nothing was sent.");
        }

        var noun = Count == 1 ? kind : $"{kind}s";
        var words = _counts
            .GroupBy(count => OutcomeWord.Of(count.Key.Outcome, count.Key.Code), StringComparer.Ordinal)
            .OrderBy(group => group.Min(count => count.Key.Code))
            .Select(group => (Word: group.Key, Count: group.Sum(count => count.Value)))
            .ToList();
        var counts = words is [var only]
            ? $"{only.Word}"
            : string.Join(", ", words.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count} {group.Word}")));
        return string.Create(CultureInfo.InvariantCulture, $"{Verdict()}: {Count} {noun}, {(words.Count == 1 && Count > 1 ? "all " : string.Empty)}{counts}.");
    }

    private static bool IsAccepted(ExitCode code) => code is ExitCode.Success or ExitCode.Partial or ExitCode.Unconfirmed or ExitCode.Contradicted;

    private static bool IsAccepted(ReportedOutcome outcome) => outcome is ReportedOutcome.Applied or ReportedOutcome.AlreadySo or ReportedOutcome.Partial;

    private string Verdict() => ExitCode switch
    {
        ExitCode.HungUp => "Hung up",
        ExitCode.Interrupted => "Interrupted",
        ExitCode.Terminated => "Terminated",
        ExitCode.Partial => "Partial",
        ExitCode.Success => "Done",
        ExitCode.Unconfirmed => "Not all confirmed",
        ExitCode.Contradicted => "Not all as wanted",
        ExitCode.Unknown => "Unknown in part",
        _ => "Failed",
    };
}
