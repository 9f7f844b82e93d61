using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Output;

/// <summary>A sentence that begins with what it came to, such as "Applied: …": those words in the colour of the outcome.</summary>
internal static class VerdictText
{
    private const int LongestVerdict = 30;

    /// <summary>A sentence whose words before the first colon have the colour of what it came to.</summary>
    public static string Paint(string text, ExitCode exitCode, TerminalStyle style) =>
        LengthIn(text) is > 0 and var end ? style.Paint(text[..end], ToneOf(exitCode)) + text[end..] : text;

    /// <summary>A sentence without the words before its first colon, for a place that has said them.</summary>
    public static string WithoutVerdict(string text) => LengthIn(text) is > 0 and var end ? text[(end + 1)..].TrimStart() : text;

    public static Tone ToneOf(ExitCode code) => code switch
    {
        ExitCode.Success => Tone.Good,
        ExitCode.Partial or ExitCode.Unconfirmed => Tone.Held,
        _ => Tone.Bad,
    };

    /// <summary>How long the words are that say the outcome; 0 where the sentence begins otherwise.</summary>
    private static int LengthIn(string text) => text.IndexOf(": ", StringComparison.Ordinal) is > 0 and <= LongestVerdict and var end ? end : 0;
}
