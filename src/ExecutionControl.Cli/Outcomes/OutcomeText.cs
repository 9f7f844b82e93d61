using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>An outcome for people: a line for each subject, the words before the first colon in the colour of the outcome.</summary>
internal static class OutcomeText
{
    /// <summary>Says what became of the command: on stdout when the service accepted it, on stderr otherwise.</summary>
    public static void Finish(this Reporter reporter, OutcomeReport report) => reporter.Finish(
        reporter.IsForPeople
            ? Of(report, reporter.StyleFor(report.ExitCode), reporter.IsVerbose)
            : JsonSerializer.Serialize(report with { Warnings = reporter.Warnings }, OutcomeJsonContext.Readable.OutcomeReport),
        report.ExitCode);

    public static string Of(OutcomeReport report, TerminalStyle style, bool isVerbose)
    {
        List<string> lines = [.. report.Lines.Select(PlainText.OneLine)];
        if (lines is [var first, ..])
        {
            lines[0] = VerdictText.Paint(first, report.ExitCode, style);
        }

        lines = [.. lines.Select(line => style.Wrap(line))];

        return string.Join(Environment.NewLine, report.DryRun is { } request ? lines.Concat(LinesOf(request, isVerbose)) : lines);
    }

    private static IEnumerable<string> LinesOf(PlannedRequest request, bool isVerbose) =>
    [
        $"{request.Method} {request.Url}",
        .. request.Headers.Where(_ => isVerbose).Select(header => $"{header.Key}: {header.Value}"),
        .. request.Body is { } body ? (string[])[string.Empty, body] : [],
    ];
}

/// <summary>What became of a target in a word or two, for a column and for a count.</summary>
internal static class OutcomeWord
{
    /// <summary>The longest of them, for columns that are printed before all of them are known.</summary>
    public const int Longest = 15;

    public static string Of(OutcomeReport report) => Of(report.Outcome, report.ExitCode);

    public static string Of(ReportedOutcome outcome, ExitCode code) => (outcome, code) switch
    {
        (ReportedOutcome.Applied or ReportedOutcome.AlreadySo, ExitCode.Contradicted) => "ended otherwise",
        (ReportedOutcome.Applied or ReportedOutcome.AlreadySo, not ExitCode.Success) => "unconfirmed",
        (ReportedOutcome.Applied, _) => "applied",
        (ReportedOutcome.AlreadySo, _) => "already so",
        (ReportedOutcome.Partial, _) => "partial",
        (ReportedOutcome.Refused, ExitCode.NotFound) => "not found",
        (ReportedOutcome.Refused, ExitCode.Credentials) => "not permitted",
        (ReportedOutcome.Refused, _) => "refused",
        (ReportedOutcome.NotApplied, _) => "not applied",
        (ReportedOutcome.NotSent, _) => "not sent",
        _ => "unknown",
    };
}
