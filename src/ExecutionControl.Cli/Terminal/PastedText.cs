using System.Globalization;
using System.Text;

namespace ExecutionControl.Cli.Terminal;

/// <summary>
/// Finds what comes along when ids and secrets are pasted: marks that nobody sees, spaces inside, quotes around. A service would only say
/// that it does not know them. Spaces around them are harmless, and gone before this looks.
/// </summary>
internal static class PastedText
{
    private const string Quotes = "\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2039\u203a\u00ab\u00bb\u300c\u300d\uff02\uff07";

    /// <summary>What is wrong, as the rest of a sentence about the value; null when nothing is. The value itself is not in it.</summary>
    public static string? Complaint(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (PlainText.IsInvisible(rune) || rune == Rune.ReplacementChar)
            {
                return $"holds {Name(rune)}, which came along when it was copied: take it out";
            }

            if (Rune.IsWhiteSpace(rune))
            {
                return $"holds a space ({Code(rune)}): take it out";
            }
        }

        return text switch
        {
            [var first, ..] when Quotes.Contains(first, StringComparison.Ordinal) => $"begins with a quote ({first}): leave the quotes out",
            [.., var last] when Quotes.Contains(last, StringComparison.Ordinal) => $"ends with a quote ({last}): leave the quotes out",
            _ => null,
        };
    }

    private static string Name(Rune rune) => rune.Value switch
    {
        0x200B => $"a zero-width space ({Code(rune)})",
        0xFEFF => $"a byte order mark ({Code(rune)})",
        0xFFFD => $"a character that could not be read ({Code(rune)})",
        '\n' or '\r' => $"a line end ({Code(rune)})",
        _ => $"an invisible character ({Code(rune)})",
    };

    private static string Code(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
}
