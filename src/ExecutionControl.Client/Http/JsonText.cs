using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Turns whatever bytes came into UTF-8 whose JSON strings can all be read: what is no character becomes U+FFFD. The charset that a
/// header declares is not asked: JSON is UTF-8, and those who send it otherwise say so with a mark or show it by their zeros.
/// </summary>
internal static class JsonText
{
    /// <summary>Deeper than anything that is meant. What is deeper is left out: a field that nobody reads may be as deep as it likes.</summary>
    private const int MaxDepth = 512;

    /// <summary>Parses text that <see cref="Clean"/> has been through.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> text) => JsonElement.Parse(WithoutDepths(text), new JsonDocumentOptions { MaxDepth = MaxDepth });

    /// <summary>
    /// Puts null in place of each value that lies too deep. <see cref="JsonElement"/> takes a time that grows with the square of the depth:
    /// minutes for a few hundred kilobytes of brackets. The reader's grows with the length.
    /// </summary>
    private static ReadOnlySpan<byte> WithoutDepths(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = int.MaxValue });
        ArrayBufferWriter<byte>? kept = null;
        var copied = 0;
        while (reader.Read())
        {
            if (reader.CurrentDepth == MaxDepth && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                kept ??= new ArrayBufferWriter<byte>();
                kept.Write(text[copied..(int)reader.TokenStartIndex]);
                kept.Write("null"u8);
                reader.Skip();
                copied = (int)reader.BytesConsumed;
            }
        }

        if (kept is null)
        {
            return text;
        }

        kept.Write(text[copied..]);
        return kept.WrittenSpan;
    }

    /// <summary>Returns the text in UTF-8 without a mark, without half characters, and without escapes of them.</summary>
    public static byte[] Clean(byte[] text)
    {
        var (encoding, markLength) = EncodingOf(text);
        var body = text.AsSpan(markLength);
        var clean = encoding is null && Utf8.IsValid(body)
            ? markLength == 0 ? text : body.ToArray()
            : Encoding.UTF8.GetBytes((encoding ?? Encoding.UTF8).GetString(body));
        ReplaceHalfCharacters(clean);
        return clean;
    }

    /// <summary>The encoding, if it is not UTF-8, and how long the mark is that says so.</summary>
    private static (Encoding? Encoding, int MarkLength) EncodingOf(ReadOnlySpan<byte> text) => text switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (null, 3),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
        [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: false), 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [not 0, 0, 0, 0, ..] => (Encoding.UTF32, 0),
        [0, 0, 0, not 0, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: false), 0),
        [not 0, 0, ..] => (Encoding.Unicode, 0),
        [0, not 0, ..] => (Encoding.BigEndianUnicode, 0),
        _ => (null, 0),
    };

    /// <summary>Writes <c>\ufffd</c> in place of each escaped surrogate that has no other half.</summary>
    private static void ReplaceHalfCharacters(Span<byte> text)
    {
        for (var i = 0; i < text.Length;)
        {
            var step = text[i..].IndexOf((byte)'\\');
            if (step < 0)
            {
                return;
            }

            i += step;
            var unit = EscapedUnit(text[i..]);
            var isPair = unit is { } high && char.IsHighSurrogate(high) && EscapedUnit(text[(i + 6)..]) is { } low && char.IsLowSurrogate(low);
            if (!isPair && unit is { } single && char.IsSurrogate(single))
            {
                "fffd"u8.CopyTo(text[(i + 2)..]);
            }

            i += isPair ? 12 : 2;
        }
    }

    private static char? EscapedUnit(ReadOnlySpan<byte> text) =>
        text is [(byte)'\\', (byte)'u', _, _, _, _, ..]
        && Utf8Parser.TryParse(text.Slice(2, 4), out ushort unit, out var length, 'x')
        && length == 4
            ? (char)unit
            : null;
}
