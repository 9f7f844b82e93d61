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
        if (lines is [var first, ..])
        {
            lines[0] = Paint(first, report.ExitCode, style);
        }

        return string.Join(Environment.NewLine, report.DryRun is { } request ? lines.Concat(LinesOf(request)) : lines);
    }

    /// <summary>A sentence whose words before the first colon have the colour of what it came to.</summary>
    public static string Paint(string text, ExitCode exitCode, TerminalStyle style) =>
        VerdictLength(text) is > 0 and var end ? style.Paint(text[..end], ToneOf(exitCode)) + text[end..] : text;

    /// <summary>A sentence without the words before its first colon, for a place that has said them.</summary>
    public static string WithoutVerdict(string text) => VerdictLength(text) is > 0 and var end ? text[(end + 1)..].TrimStart() : text;

    public static Tone ToneOf(ExitCode code) => code switch
    {
        ExitCode.Success => Tone.Good,
        ExitCode.Partial or ExitCode.Unconfirmed => Tone.Held,
        _ => Tone.Bad,
    };

    /// <summary>How long the words are that say the outcome; 0 where the sentence begins otherwise.</summary>
    private static int VerdictLength(string text) => text.IndexOf(": ", StringComparison.Ordinal) is > 0 and <= LongestVerdict and var end ? end : 0;

    private static IEnumerable<string> LinesOf(PlannedRequest request) =>
    [
        $"{request.Method} {request.Url}",
        .. request.Headers.Select(header => $"{header.Key}: {header.Value}"),
        .. request.Body is { } body ? (string[])[string.Empty, body] : [],
    ];
}
