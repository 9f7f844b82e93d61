using System.Globalization;
using System.Text;

namespace ExecutionControl.Cli.Terminal;

/// <summary>
/// Makes text of a service, or of whoever named something there, harmless for terminals and for the people before them. Characters that are
/// obeyed and not seen (control and format characters, halves of surrogate pairs, invisible letters) are written as JSON would escape them.
/// </summary>
internal static class PlainText
{
    private const int ZeroWidthJoiner = 0x200D;
    private const int ShortestEscape = 6;

    /// <summary>The text on one line: line ends and tabs as spaces, everything else that is not seen as an escape.</summary>
    public static string OneLine(string? text) => Shown(text ?? string.Empty, isOneLine: true);

    /// <summary>The text with its lines, tabs and colours, and everything else that is not seen as an escape; in JSON that changes nothing.</summary>
    public static string Lines(string text) => Shown(text, isOneLine: false);

    /// <summary>Whether somebody who looks at the text cannot see this character, or is shown another order of the text because of it.</summary>
    public static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => rune.Value is

            // Joiners, fillers, the empty Braille pattern and variation selectors: seen by nobody, whatever their category.
            0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF)

            // What is no character at all.
            or (>= 0xFDD0 and <= 0xFDEF)
            || (rune.Value & 0xFFFE) == 0xFFFE,
    };

    /// <summary>The character as JSON escapes it, such as <c>\u202e</c>.</summary>
    public static string Escape(Rune rune)
    {
        Span<char> units = stackalloc char[2];
        return string.Concat(units[..rune.EncodeToUtf16(units)].ToArray().Select(Escape));
    }

    private static string Escape(char unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");

    private static string Shown(string text, bool isOneLine)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + ShortestEscape);
        for (int index = 0, length; index < text.Length; index += length)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out length) != System.Buffers.OperationStatus.Done)
            {
                shown.Append(Escape(text[index]));
            }
            else if (isOneLine ? rune.Value is '\n' or '\r' or '\t' : IsOwn(text.AsSpan(index)))
            {
                shown.Append(isOneLine ? ' ' : text[index]);
            }
            else if (IsInvisible(rune) && !IsPartOfASymbol(text, index, rune, length))
            {
                shown.Append(Escape(rune));
            }
            else
            {
                shown.Append(text.AsSpan(index, length));
            }
        }

        return shown.ToString();
    }

    /// <summary>Whether ectl itself begins a line so, or draws one anew, or colours it.</summary>
    private static bool IsOwn(ReadOnlySpan<char> rest) => rest switch
    {
        ['\n' or '\t', ..] or ['\r', '\n' or '\u001b', ..] => true,
        ['\u001b', '[', 'K', ..] or ['\u001b', '[', '0' or '2', 'm', ..] or ['\u001b', '[', '3', >= '1' and <= '6', 'm', ..] => true,
        _ => false,
    };

    /// <summary>Whether a joiner holds two pictures together, or a selector chooses between the looks of the character before it.</summary>
    private static bool IsPartOfASymbol(string text, int index, Rune rune, int length)
    {
        if (index == 0 || Rune.DecodeLastFromUtf16(text.AsSpan(0, index), out var before, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        return rune.Value switch
        {
            ZeroWidthJoiner => (IsPicture(before) || before.Value is 0xFE0F or (>= 0x1F3FB and <= 0x1F3FF))
                && Rune.DecodeFromUtf16(text.AsSpan(index + length), out var after, out _) == System.Buffers.OperationStatus.Done
                && IsPicture(after),
            0xFE0E or 0xFE0F => IsPicture(before),
            >= 0xE0100 and <= 0xE01EF => IsIdeograph(before),
            _ => false,
        };
    }

    private static bool IsPicture(Rune rune) =>
        rune.Value >= 0x2000 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol;

    private static bool IsIdeograph(Rune rune) => rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
