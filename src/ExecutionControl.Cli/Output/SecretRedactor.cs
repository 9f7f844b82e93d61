using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ExecutionControl.Cli.Output;

/// <summary>
/// Takes secrets out of text that is shown: those that this process was given, wherever they stand, and whatever looks like one: values of
/// fields and parameters that are named like secrets, bearer tokens, JSON web tokens and ConductorOne's client secrets.
/// </summary>
internal sealed partial class SecretRedactor
{
    public const string Mark = "[redacted]";

    // A shorter one would take half of every text with it.
    private const int ShortestKnown = 6;

    private const string NotSearched = "[not shown: it could not be searched for secrets in time]";

    private readonly Lock _gate = new();
    private SecretForms[] _known = [];

    /// <param name="known">The secrets that are known from the beginning; those that are null are none.</param>
    public SecretRedactor(IEnumerable<string?> known)
    {
        foreach (var secret in known.OfType<string>())
        {
            Add(secret);
        }
    }

    /// <summary>Takes a further secret out of everything from now on, in whatever form it stands there.</summary>
    public void Add(string secret)
    {
        if (secret.Length < ShortestKnown)
        {
            return;
        }

        lock (_gate)
        {
            // Longer ones first: one may be part of another.
            _known = [.. _known.Append(new SecretForms(secret)).OrderByDescending(known => known.Length)];
        }
    }

    /// <summary>The text without the secrets that this process was given, and without names and passwords in addresses.</summary>
    public string RedactKnown(string text)
    {
        var known = Volatile.Read(ref _known);
        if (known.Length > 0 && text.Length >= ShortestKnown)
        {
            text = Without(text, [.. EncodedText.FormsOf(text).SelectMany(form => known.SelectMany(secret => secret.In(form.Bytes))
                .Select(found => (Start: form.Starts[found.Start], End: form.Starts[found.End])))]);
        }

        return text.Contains('@', StringComparison.Ordinal) ? Searched(text, shown => UserInfo().Replace(shown, $"${{head}}{Mark}@")) : text;
    }

    /// <summary>The text without the secrets that this process was given, and without what looks like one.</summary>
    public string Redact(string text) => Searched(RedactKnown(text), shown =>
    {
        shown = JsonField().Replace(shown, $"${{head}}\"{Mark}\"");
        shown = Parameter().Replace(shown, $"${{head}}{Mark}");
        shown = Scheme().Replace(shown, $"${{head}}{Mark}");
        return Shape().Replace(shown, Mark);
    });

    /// <summary>A text that takes too long to search is not shown: that must neither leak nor end a call.</summary>
    private static string Searched(string text, Func<string, string> search)
    {
        try
        {
            return search(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return NotSearched;
        }
    }

    private static string Without(string text, List<(int Start, int End)> found)
    {
        if (found.Count == 0)
        {
            return text;
        }

        var shown = new StringBuilder(text.Length);
        var shownTo = 0;
        foreach (var (start, end) in found.OrderBy(place => place.Start).ThenByDescending(place => place.End))
        {
            if (start >= shownTo)
            {
                shown.Append(text, shownTo, start - shownTo).Append(Mark);
            }

            shownTo = Math.Max(shownTo, end);
        }

        return shown.Append(text, shownTo, text.Length - shownTo).ToString();
    }

    // Up to the last @ before the host ends: passwords hold all that an address should not. A database's user alone is no secret, and belongs into it.
    [GeneratedRegex(
        """(?<head>\b[a-z][a-z0-9+.-]{0,20}:(?:/|\\/){2,3})(?!\[redacted\]@)"""
        + """(?!(?<=\bpostgres(?:ql)?:(?:/|\\/){2})[a-z0-9_.-]+@[^\s"'<>@]*(?:[\s"'<>]|$))"""
        + """(?:[^\s"'<>/?#]+|[^\s"'<>@/?#]*:(?!\d+[/?#])[^\s"'<>]*)@""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex UserInfo();

    // Cursors of pages are named tokens, too, and are none.
    [GeneratedRegex(
        """(?<head>"(?!next_?page|page)[a-z_-]*(?:token|secret|password|authorization|api_?-?key|"""
        + """assertion|credential|capability_?-?url)"\s*:\s*)"(?:[^"\\]|\\.)*"?""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex JsonField();

    [GeneratedRegex(
        """(?<head>(?:^|[?&\s])(?!next_?page|page)[a-z_-]*(?:token|secret|password|api_?-?key|assertion)=)[^&\s]+""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(
        """\b(?<head>(?:bearer|userkey|basic)\s+)(?!\[redacted\])[A-Za-z0-9._~+/=:-]{6,}""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Scheme();

    [GeneratedRegex("""eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|secret-token:[A-Za-z0-9.:_-]+""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape();

    /// <summary>
    /// A text as bytes, and again with what stands in it behind percent signs and JSON's escapes, each byte with its place in the text: so that
    /// what is found in any of these forms can be taken out of the text.
    /// </summary>
    /// <param name="Bytes">The text in UTF-8.</param>
    /// <param name="Starts">For each byte, and for the end, where in the text what it stands for begins.</param>
    private sealed record EncodedText(byte[] Bytes, int[] Starts)
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
}

/// <summary>
/// The forms in which one secret turns up: as it is, and inside base64, which shows it in three ways, as the bytes before it move it. Percent
/// signs and JSON's escapes are undone before anything is looked for: see <see cref="SecretRedactor"/>.
/// </summary>
internal sealed class SecretForms
{
    private const int BitsOfByte = 8;
    private const int BitsOfDigit = 6;

    private readonly byte[][] _plain;
    private readonly byte[][] _base64;

    public SecretForms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        _plain = secret.Contains(' ', StringComparison.Ordinal) ? [bytes, Encoding.UTF8.GetBytes(secret.Replace(' ', '+'))] : [bytes];
        _base64 = [.. Enumerable.Range(0, 3)
            .Select(before => Digits(bytes, before))
            .SelectMany(digits => (string[])[digits, Url(digits)]).Distinct(StringComparer.Ordinal)
            .Select(Encoding.ASCII.GetBytes)];
        Length = bytes.Length;
    }

    public int Length { get; }

    /// <summary>Where the secret stands in the text; what is base64 with all of the base64 around it, such as the user's name before a password.</summary>
    public IEnumerable<(int Start, int End)> In(byte[] text)
    {
        foreach (var form in _plain)
        {
            foreach (var start in Starts(text, form))
            {
                yield return (start, start + form.Length);
            }
        }

        foreach (var form in _base64)
        {
            foreach (var found in Starts(text, form))
            {
                var (start, end) = (found, found + form.Length);
                while (start > 0 && IsDigit(text[start - 1]))
                {
                    start--;
                }

                while (end < text.Length && (IsDigit(text[end]) || text[end] == '='))
                {
                    end++;
                }

                yield return (start, end);
            }
        }
    }

    /// <summary>The base64 digits that the secret alone decides when so many bytes of something else come before it.</summary>
    private static string Digits(byte[] secret, int before)
    {
        var digits = Convert.ToBase64String([.. new byte[before], .. secret]);
        var start = ((before * BitsOfByte) + BitsOfDigit - 1) / BitsOfDigit;
        return digits[start..((before + secret.Length) * BitsOfByte / BitsOfDigit)];
    }

    private static string Url(string digits) => digits.Replace('+', '-').Replace('/', '_');

    private static bool IsDigit(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'+' or (byte)'/' or (byte)'-' or (byte)'_';

    private static IEnumerable<int> Starts(byte[] text, byte[] form)
    {
        for (var from = 0; text.AsSpan(from).IndexOf(form) is >= 0 and var index; from += index + form.Length)
        {
            yield return from + index;
        }
    }
}
