using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Output;

/// <summary>An outcome for people: a line for each subject, the words before the first colon in the colour of the outcome.</summary>
internal static class OutcomeText
{
    private const int LongestVerdict = 30;

    public static string Of(OutcomeReport report, TerminalStyle style)
    {
        List<string> lines = [.. report.Lines.Select(PlainText.OneLine)];
        if (lines is [var first, ..] && first.IndexOf(':', StringComparison.Ordinal) is > 0 and <= LongestVerdict and var end)
        {
            lines[0] = style.Paint(first[..end], ToneOf(report.ExitCode)) + first[end..];
        }

        return string.Join(Environment.NewLine, report.DryRun is { } request ? lines.Concat(LinesOf(request)) : lines);
    }

    private static IEnumerable<string> LinesOf(PlannedRequest request) =>
    [
        $"{request.Method} {request.Url}",
        .. request.Headers.Select(header => $"{header.Key}: {header.Value}"),
        .. request.Body is { } body ? (string[])[string.Empty, body] : [],
    ];

    private static Tone ToneOf(ExitCode code) => code switch
    {
        ExitCode.Success => Tone.Good,
        ExitCode.Partial or ExitCode.Unconfirmed => Tone.Held,
        _ => Tone.Bad,
    };
}
