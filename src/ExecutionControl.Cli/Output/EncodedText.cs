using System.Globalization;
using System.Text;

namespace ExecutionControl.Cli.Output;

/// <summary>
/// A text as bytes, and again with what stands in it behind percent signs and JSON's escapes, each byte with its place in the text: so that
/// what is found in any of these forms can be taken out of the text.
/// </summary>
/// <param name="Bytes">The text in UTF-8.</param>
/// <param name="Starts">For each byte, and for the end, where in the text what it stands for begins.</param>
internal sealed record EncodedText(byte[] Bytes, int[] Starts)
{
    /// <summary>Nobody encodes a text more often.</summary>
    private const int MostTimes = 3;

    /// <summary>The text as it is, and after each time that something could be decoded in it.</summary>
    public static IEnumerable<EncodedText> FormsOf(string text)
    {
        var form = Of(text);
        yield return form;
        for (var times = 0; times < MostTimes && form.Bytes.AsSpan().IndexOfAny((byte)'%', (byte)'\\') >= 0; times++)
        {
            var decoded = form.Decode();
            if (decoded.Bytes.Length == form.Bytes.Length)
            {
                yield break;
            }

            yield return form = decoded;
        }
    }

    private static EncodedText Of(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var starts = new int[bytes.Length + 1];
        var length = 0;
        for (int index = 0, units; index < text.Length; index += units)
        {
            // Half a pair decodes to the replacement character, which is as good as any other here.
            Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out units);
            var count = rune.EncodeToUtf8(bytes.AsSpan(length));
            starts.AsSpan(length, count).Fill(index);
            length += count;
        }

        starts[length] = text.Length;
        return new EncodedText(bytes[..length], starts[..(length + 1)]);
    }

    private EncodedText Decode()
    {
        var bytes = new List<byte>(Bytes.Length);
        var starts = new List<int>(Starts.Length);
        for (int index = 0, length; index < Bytes.Length; index += length)
        {
            var before = bytes.Count;
            length = DecodeOne(Bytes.AsSpan(index), bytes);
            starts.AddRange(Enumerable.Repeat(Starts[index], bytes.Count - before));
        }

        starts.Add(Starts[^1]);
        return new EncodedText([.. bytes], [.. starts]);
    }

    /// <summary>Decodes what begins here.</summary>
    /// <returns>How many bytes that was.</returns>
    private static int DecodeOne(ReadOnlySpan<byte> rest, List<byte> decoded)
    {
        switch (rest)
        {
            case [(byte)'%', _, _, ..] when Hex(rest[1..3]) is { } value:
                decoded.Add((byte)value);
                return 3;
            case [(byte)'\\', (byte)'u', _, _, _, _, ..] when Hex(rest[2..6]) is { } unit:
                Span<byte> utf8 = stackalloc byte[4];
                var rune = Rune.TryCreate((char)unit, out var valid) ? valid : Rune.ReplacementChar;
                decoded.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
                return 6;
            case [(byte)'\\', ((byte)'"' or (byte)'\\' or (byte)'/') and var escaped, ..]:
                decoded.Add(escaped);
                return 2;
            default:
                decoded.Add(rest[0]);
                return 1;
        }
    }

    private static int? Hex(ReadOnlySpan<byte> digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
}
