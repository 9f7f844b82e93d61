using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Prints what became of each of many targets. Called by one at a time.</summary>
/// <param name="reporter">Where it is printed.</param>
/// <param name="count">How many targets there are.</param>
internal abstract class TargetWriter(Reporter reporter, int count)
{
    /// <summary>What became of all of them so far.</summary>
    public OutcomeTally Tally { get; } = new();

    protected Reporter Reporter => reporter;

    /// <summary>Prints one more.</summary>
    /// <param name="index">Its place among the targets.</param>
    /// <param name="report">What became of it.</param>
    public void Add(int index, OutcomeReport report)
    {
        Tally.Add(report);
        Print(index, report);
        if (!reporter.IsForPeople)
        {
            reporter.Progress(
                string.Empty,
                new TargetLine { Target = report.Target, Outcome = report.Outcome, ExitCode = report.ExitCode, Done = Tally.Count, Count = count },
                TargetJsonContext.Readable.TargetLine);
        }
    }

    /// <summary>Prints what belongs at the end.</summary>
    public abstract void End();

    protected abstract void Print(int index, OutcomeReport report);
}

/// <summary>How far a command with several targets is, as a line of progress for programs.</summary>
internal sealed record TargetLine
{
    public string Event { get; } = "target";

    public required string? Target { get; init; }

    [JsonConverter(typeof(CamelCaseEnumConverter<ReportedOutcome>))]
    public required ReportedOutcome Outcome { get; init; }

    public required ExitCode ExitCode { get; init; }

    /// <summary>How many are done, this one included.</summary>
    public required long Done { get; init; }

    /// <summary>How many there are.</summary>
    public required long Count { get; init; }
}

/// <summary>The lines of progress of several targets as JSON.</summary>
[JsonSerializable(typeof(TargetLine))]
internal sealed partial class TargetJsonContext : JsonSerializerContext
{
    public static TargetJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

/// <summary>
/// A row for each target as soon as it is done, of many for each that failed: somebody may wait for the next for minutes. A dry run shows its
/// requests instead.
/// </summary>
/// <param name="reporter">Where it is printed.</param>
/// <param name="style">What the terminal can show.</param>
/// <param name="ids">The targets.</param>
/// <param name="kind">What they are.</param>
internal sealed class TableTargetWriter(Reporter reporter, TerminalStyle style, IReadOnlyList<string> ids, ControlTargetKind kind)
    : TargetWriter(reporter, ids.Count)
{
    private const string Title = "TARGET";

    /// <summary>Of more than this only those are shown that did not come out as they should; the sentence at the end counts all.</summary>
    private const int MostShown = 20;

    private readonly int _width = ids.Select(id => CellWidth.Of(PlainText.OneLine(id))).Append(Title.Length).Max();
    private bool _hasTitle;

    public override void End() => Reporter.Conclude(Tally.Sentence(kind.Noun), Tally.ExitCode);

    protected override void Print(int index, OutcomeReport report)
    {
        if (report.DryRun is not null)
        {
            Reporter.PrintAnswer((_hasTitle ? Environment.NewLine : string.Empty) + OutcomeText.Of(report, style, Reporter.IsVerbose));
            _hasTitle = true;
            return;
        }

        if (ids.Count > MostShown && (report.ExitCode == ExitCode.Success || report.Outcome == ReportedOutcome.NotSent))
        {
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

/// <summary>One document about all targets, in the order in which they were named.</summary>
/// <param name="reporter">Where it is printed.</param>
/// <param name="count">How many targets there are.</param>
/// <param name="head">Makes the document without its targets.</param>
internal sealed class JsonTargetWriter(Reporter reporter, int count, Func<OutcomeTally, OutcomeListReport> head) : TargetWriter(reporter, count)
{
    private readonly OutcomeReport?[] _reports = new OutcomeReport?[count];

    public override void End() => Reporter.Finish(
        JsonSerializer.Serialize(head(Tally) with { Targets = [.. _reports.OfType<OutcomeReport>()] }, OutcomeJsonContext.Readable.OutcomeListReport),
        Tally.ExitCode);

    // The document says once as whom the service was asked.
    protected override void Print(int index, OutcomeReport report) => _reports[index] = report with { Account = null };
}

/// <summary>A document on a line for each target, as soon as it is done.</summary>
/// <param name="reporter">Where it is printed.</param>
/// <param name="count">How many targets there are.</param>
internal sealed class JsonLinesTargetWriter(Reporter reporter, int count) : TargetWriter(reporter, count)
{
    public override void End()
    {
        // The lines have said it all.
    }

    protected override void Print(int index, OutcomeReport report) =>
        Reporter.PrintAnswer(JsonSerializer.Serialize(report, OutcomeJsonContext.Readable.OutcomeReport));
}
