using System.Globalization;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A row for each target as soon as it is done: somebody may wait for the next for minutes. A dry run shows its requests instead.</summary>
/// <param name="reporter">Where it is printed.</param>
/// <param name="style">What the terminal can show.</param>
/// <param name="ids">The targets.</param>
/// <param name="kind">What they are.</param>
internal sealed class TableTargetWriter(Reporter reporter, TerminalStyle style, IReadOnlyList<string> ids, ControlTargetKind kind)
    : TargetWriter(reporter, ids.Count)
{
    private const string Title = "TARGET";

    private readonly int _width = ids.Select(id => CellWidth.Of(PlainText.OneLine(id))).Append(Title.Length).Max();
    private bool _hasTitle;

    public override void End() => Reporter.Conclude(Tally.Sentence(kind.Noun), Tally.ExitCode);

    protected override void Print(int index, OutcomeReport report)
    {
        if (report.DryRun is not null)
        {
            Reporter.PrintAnswer((_hasTitle ? Environment.NewLine : string.Empty) + OutcomeText.Of(report, style));
            _hasTitle = true;
            return;
        }

        if (!_hasTitle)
        {
            _hasTitle = true;
            Reporter.PrintAnswer(style.Paint($"{Title.PadRight(_width)}  {"OUTCOME".PadRight(OutcomeWord.Longest)}  EXIT  MESSAGE", Tone.Faint));
        }

        var word = OutcomeWord.Of(report);
        var code = ((int)report.ExitCode).ToString(CultureInfo.InvariantCulture);
        Reporter.PrintAnswer(
            $"{CellWidth.Pad(PlainText.OneLine(ids[index]), _width)}  {style.Paint(word, VerdictText.ToneOf(report.ExitCode))}"
            + $"{new string(' ', OutcomeWord.Longest - word.Length)}  {code,4}  {PlainText.OneLine(VerdictText.WithoutVerdict(report.Message))}");
    }
}
