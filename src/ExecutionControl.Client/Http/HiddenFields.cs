using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ExecutionControl.Client.Http;

/// <summary>Fields of answers whose values are secrets of others.</summary>
internal sealed class HiddenFields(params string[] names)
{
    /// <summary>Each quoting doubles them: more than an answer in an answer in an answer in an answer.</summary>
    private const int MostBackslashes = 16;

    /// <summary>
    /// Returns JSON without the values of the fields, at whatever depth they are, and however their names are written. Text that is no
    /// whole JSON, or that names one elsewhere, ends there.
    /// </summary>
    public byte[] Hide(byte[] json)
    {
        using var shown = new MemoryStream(json.Length);
        var shownTo = 0;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && names.Contains(reader.GetString(), StringComparer.OrdinalIgnoreCase))
                {
                    shown.Write(json, shownTo, (int)reader.TokenStartIndex - shownTo);
                    shown.Write("\"(hidden)\":\"(hidden)\""u8);
                    reader.Skip();
                    shownTo = (int)reader.BytesConsumed;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return BeforeMention(json);
        }

        shown.Write(json, shownTo, json.Length - shownTo);

        // What is left is inside of a text, such as an answer that quotes another.
        return BeforeMention(shown.ToArray());
    }

    /// <summary>As the other, of text.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Hide(string? text) => text is null ? null : Encoding.UTF8.GetString(Hide(Encoding.UTF8.GetBytes(text)));

    private byte[] BeforeMention(byte[] json)
    {
        var text = Encoding.UTF8.GetString(json);
        for (var index = 0; index < text.Length; index++)
        {
            foreach (var name in names)
            {
                if (IsMention(text.AsSpan(index), name))
                {
                    return Encoding.UTF8.GetBytes($"{text[..index]}{Redaction.Hidden}");
                }
            }
        }

        return json;
    }

    /// <summary>Whether a text begins with a name in any case, with any of its letters escaped as JSON allows, once or in what quotes it again.</summary>
    private static bool IsMention(ReadOnlySpan<char> text, string name)
    {
        foreach (var letter in name)
        {
            if (text.IsEmpty)
            {
                return false;
            }

            var (read, length) = (text[0], 1);
            var backslashes = text[..Math.Min(text.Length, MostBackslashes + 1)].IndexOfAnyExcept('\\');
            if (backslashes > 0
                && text[backslashes..] is ['u', '0', '0', var high, var low, ..]
                && byte.TryParse([high, low], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                (read, length) = ((char)code, backslashes + 5);
            }

            if (char.ToLowerInvariant(read) != char.ToLowerInvariant(letter))
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
