using System.Globalization;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Targets;

/// <summary>A row for each target as soon as it is done: somebody may wait for the next for minutes. A dry run shows its requests instead.</summary>
internal sealed class TableTargetWriter(Reporter reporter, TerminalStyle style, IReadOnlyList<string> ids, string kind) : ITargetWriter
{
    private const string Title = "TARGET";

    private readonly int _width = ids.Select(id => CellWidth.Of(PlainText.OneLine(id))).Append(Title.Length).Max();
    private bool _hasTitle;

    public void Add(int index, OutcomeReport report)
    {
        if (report.DryRun is not null)
        {
            reporter.PrintAnswer((_hasTitle ? Environment.NewLine : string.Empty) + OutcomeText.Of(report, style));
            _hasTitle = true;
            return;
        }

        if (!_hasTitle)
        {
            _hasTitle = true;
            reporter.PrintAnswer(style.Paint($"{Title.PadRight(_width)}  {"OUTCOME".PadRight(OutcomeWord.Longest)}  EXIT  MESSAGE", Tone.Faint));
        }

        var word = OutcomeWord.Of(report);
        var code = ((int)report.ExitCode).ToString(CultureInfo.InvariantCulture);
        reporter.PrintAnswer(
            $"{CellWidth.Pad(PlainText.OneLine(ids[index]), _width)}  {style.Paint(word, VerdictText.ToneOf(report.ExitCode))}"
            + $"{new string(' ', OutcomeWord.Longest - word.Length)}  {code,4}  {PlainText.OneLine(VerdictText.WithoutVerdict(report.Message))}");
    }

    public void End(OutcomeTally tally) => reporter.Conclude(tally.Sentence(kind), tally.ExitCode);
}
