using System.Text;

namespace ExecutionControl.Runs;

/// <summary>Text that may not be text: what services say can hold half a character, which no file and no database keeps as it is.</summary>
internal static class WellFormedText
{
    /// <summary>Reads no bytes but those of a text: <see cref="System.Text.Encoding.UTF8"/> reads any.</summary>
    public static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool Is(string? text)
    {
        // Mostly there is no half of a character, nor two that make one.
        var remaining = text.AsSpan();
        for (remaining = remaining[FirstHalf(remaining)..]; remaining.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(remaining, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            remaining = remaining[length..];
        }

        return true;

        static int FirstHalf(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var index ? index : text.Length;
    }

    /// <summary>The text with a mark in place of every half character, and of NUL, which PostgreSQL does not keep.</summary>
    public static string? Of(string? text) => text is null || (Is(text) && !text.Contains('\0'))
        ? text
        : string.Concat(text.EnumerateRunes().Select(rune => rune.Value == 0 ? "\uFFFD" : rune.ToString()));

    /// <summary>A text in quotes as a message shows it: no longer than a glance takes.</summary>
    public static string Excerpt(string text)
    {
        const int longest = 40;
        return text.Length <= longest ? $"'{text}'" : $"'{Of(text[..longest])}…'";
    }
}
