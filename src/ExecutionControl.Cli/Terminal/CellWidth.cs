using System.Globalization;
using Wcwidth;

namespace ExecutionControl.Cli.Terminal;

/// <summary>How many cells of a terminal a text takes: two for East Asian letters and for pictures, none for marks above a letter.</summary>
internal static class CellWidth
{
    private const int Wide = 2;

    public static int Of(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return text.Length;
        }

        var width = 0;
        for (int index = 0, length; index < text.Length; index += length)
        {
            length = StringInfo.GetNextTextElementLength(text, index);
            width += OfElement(text.AsSpan(index, length));
        }

        return width;
    }

    /// <summary>The text as far as it fits so many cells, with an ellipsis where something is missing.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        var end = 0;
        for (int index = 0, used = 1; index < text.Length; index += StringInfo.GetNextTextElementLength(text, index))
        {
            used += OfElement(text.AsSpan(index, StringInfo.GetNextTextElementLength(text, index)));
            if (used > width)
            {
                break;
            }

            end = index + StringInfo.GetNextTextElementLength(text, index);
        }

        return text[..end] + '…';
    }

    /// <summary>The text with spaces after it, up to so many cells.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Of(text)));

    /// <summary>What is seen as one character takes as much as its base; what is joined or chosen to be a picture takes two.</summary>
    private static int OfElement(ReadOnlySpan<char> element)
    {
        var (sum, first, isPicture) = (0, 0, false);
        foreach (var rune in element.EnumerateRunes())
        {
            var width = Math.Max(0, UnicodeCalculator.GetWidth(rune));
            first = sum == 0 ? width : first;
            sum += width;
            isPicture |= rune.Value is '\u200d' or '\ufe0f' or (>= 0x1F3FB and <= 0x1F3FF);
        }

        return isPicture && first > 0 ? Wide : sum;
    }
}
