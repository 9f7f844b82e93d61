using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Runs;

/// <summary>
/// Prints what becomes of the targets of a run: for people a row, of many only for those that are not as was wanted; as JSON lines a document for
/// each. Memory does not grow with their number.
/// </summary>
/// <param name="reporter">Where it is printed.</param>
/// <param name="style">What the terminal can show.</param>
/// <param name="count">How many targets there are.</param>
internal sealed class RunTargetPrinter(Reporter reporter, TerminalStyle style, long count)
{
    private const string Title = "TARGET";

    /// <summary>Of more targets than this only those are shown that are not as was wanted.</summary>
    private const int MostShown = 20;

    /// <summary>Rows about targets that were left out; the rest is counted.</summary>
    private const int MostSkipsShown = 20;

    /// <summary>The documents of targets that are not as was wanted.</summary>
    private const int MostKept = 1000;

    /// <summary>The length of most ids.</summary>
    private const int Width = 36;

    private readonly List<OutcomeReport> _kept = [];
    private bool _hasTitle;
    private int _skips;

    /// <summary>Those that are not as was wanted, as far as they are kept.</summary>
    public IReadOnlyList<OutcomeReport> NotAsWanted => _kept;

    public void Add(OutcomeReport report)
    {
        if (report.ExitCode != ExitCode.Success && _kept.Count < MostKept)
        {
            _kept.Add(report);
        }

        if (reporter.Format == OutputFormat.JsonLines)
        {
            reporter.PrintAnswer(JsonSerializer.Serialize(report, OutcomeJsonContext.Readable.OutcomeReport));
        }
        else if (reporter.IsForPeople && IsShown(report))
        {
            Print(report);
        }
    }

    private bool IsShown(OutcomeReport report) => report switch
    {
        _ when count <= MostShown => true,
        { Outcome: ReportedOutcome.NotSent } => _skips++ < MostSkipsShown,
        _ => report.ExitCode != ExitCode.Success,
    };

    private void Print(OutcomeReport report)
    {
        if (!_hasTitle)
        {
            _hasTitle = true;
            reporter.PrintAnswer(style.Paint($"{Title.PadRight(Width)}  {"OUTCOME".PadRight(OutcomeWord.Longest)}  EXIT  MESSAGE", Tone.Faint));
        }

        var word = OutcomeWord.Of(report);
        var code = ((int)report.ExitCode).ToString(CultureInfo.InvariantCulture);
        reporter.PrintAnswer(
            $"{CellWidth.Pad(PlainText.OneLine(report.Target), Width)}  {style.Paint(word, VerdictText.ToneOf(report.ExitCode))}"
            + $"{new string(' ', OutcomeWord.Longest - word.Length)}  {code,4}  {PlainText.OneLine(VerdictText.WithoutVerdict(report.Message))}");
    }
}
