namespace ExecutionControl.Cli.Terminal;

/// <summary>What one of the process's streams can show: colours and a line that is drawn again and again, or plain text only.</summary>
/// <param name="isTerminal">Whether a terminal is at the other end.</param>
/// <param name="canMove">Whether that terminal understands control sequences.</param>
/// <param name="hasColour">Whether colours are wanted, too.</param>
/// <param name="columns">Tells how wide the terminal is; null for the usual width.</param>
internal sealed class TerminalStyle(bool isTerminal, bool canMove, bool hasColour, Func<int>? columns = null)
{
    private const string Reset = "\u001b[0m";

    public bool IsTerminal => isTerminal;

    /// <summary>Whether a line can be drawn over.</summary>
    public bool CanRedraw => isTerminal && canMove;

    /// <summary>Whether colours are wanted whatever the stream is, or nowhere; null to decide by the stream.</summary>
    public bool? IsColoured { get; set; }

    /// <summary>Reads what a stream can show from the usual variables: TERM, NO_COLOR, FORCE_COLOR, CLICOLOR and CLICOLOR_FORCE.</summary>
    public static TerminalStyle Of(bool isTerminal, Func<string, string?> variables)
    {
        var kind = variables("TERM");
        var canMove = OperatingSystem.IsWindows()
            ? !string.IsNullOrEmpty(variables("WT_SESSION")) || kind is { Length: > 0 } and not "dumb"
            : kind is { Length: > 0 } and not "dumb";
        var hasColour = string.IsNullOrEmpty(variables("NO_COLOR")) && variables("CLICOLOR") != "0";
        return new TerminalStyle(isTerminal, canMove, hasColour, () => TerminalSize.Columns(variables))
        {
            IsColoured = IsForced(variables("FORCE_COLOR")) || IsForced(variables("CLICOLOR_FORCE")) ? true : null,
        };
    }

    /// <summary>The text as it fits a terminal, broken between words; unchanged where there is no terminal.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">How far each line after the first of a sentence is moved to the right.</param>
    public string Wrap(string text, int indent = 2) => isTerminal ? WrappedText.Of(text, Columns, indent) : text;

    /// <summary>How wide the terminal is; the usual width where there is none, for text that is to fit any.</summary>
    public int Columns => isTerminal && columns is not null ? columns() : TerminalSize.UsualColumns;

    /// <summary>The text in the colour of its tone where colours are shown, unchanged elsewhere.</summary>
    public string Paint(string text, Tone tone) => (IsColoured ?? (CanRedraw && hasColour)) && Code(tone) is { } code ? $"{code}{text}{Reset}" : text;

    private static bool IsForced(string? value) => !string.IsNullOrEmpty(value) && value != "0";

    private static string? Code(Tone tone) => tone switch
    {
        Tone.Good => "\u001b[32m",
        Tone.Busy => "\u001b[36m",
        Tone.Held => "\u001b[33m",
        Tone.Bad => "\u001b[31m",
        Tone.Faint => "\u001b[2m",
        _ => null,
    };
}

/// <summary>What a piece of text means to somebody who skims.</summary>
internal enum Tone
{
    /// <summary>Nothing special.</summary>
    Plain,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>At work.</summary>
    Busy,

    /// <summary>Held, or in need of a decision.</summary>
    Held,

    /// <summary>Failed or stopped.</summary>
    Bad,

    /// <summary>Of little weight.</summary>
    Faint,
}
