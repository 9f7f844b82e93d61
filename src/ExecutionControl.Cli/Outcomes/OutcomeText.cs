using System.Text.Json;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>An outcome for people: a line for each subject, the words before the first colon in the colour of the outcome.</summary>
internal static class OutcomeText
{
    /// <summary>Says what became of the command: on stdout when the service accepted it, on stderr otherwise.</summary>
    public static void Finish(this Reporter reporter, OutcomeReport report) => reporter.Finish(
        reporter.IsForPeople
            ? Of(report, reporter.StyleFor(report.ExitCode))
            : JsonSerializer.Serialize(report with { Warnings = reporter.Warnings }, OutcomeJsonContext.Readable.OutcomeReport),
        report.ExitCode);

    public static string Of(OutcomeReport report, TerminalStyle style)
    {
        List<string> lines = [.. report.Lines.Select(PlainText.OneLine)];
        if (lines is [var first, ..])
        {
            lines[0] = VerdictText.Paint(first, report.ExitCode, style);
        }

        return string.Join(Environment.NewLine, report.DryRun is { } request ? lines.Concat(LinesOf(request)) : lines);
    }

    private static IEnumerable<string> LinesOf(PlannedRequest request) =>
    [
        $"{request.Method} {request.Url}",
        .. request.Headers.Select(header => $"{header.Key}: {header.Value}"),
        .. request.Body is { } body ? (string[])[string.Empty, body] : [],
    ];
}
