using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>A documented body, and what can be wrong with it.</summary>
internal sealed partial class AnswerBody(Random random, string text)
{
    private const string Secret = "@@SECRET@@";

    private static readonly string[] OddValues =
    [
        "null", "true", "false", "0", "-1", "1", "1.0", "1e0", "10.1E-1", "3.5", "-0", "1e400", "1E-400", "2147483648", "4294967296", "9223372036854775807",
        "9223372036854775808", "18446744073709551616", "123456789012345678901234567890", "\"\"", "\" \"", "\"0\"", "\"1\"", "\"-1\"", "\"240\"", "\"1e3\"", "\"true\"",
        "\"false\"", "\"null\"", "\"NaN\"", "\"Infinity\"", "\"PAUSED\"", "\"paused\"", "\"TERMINATE\"", "\"AUTOMATION_EXECUTION_STATE_TERMINATE\"",
        "\"2026-03-01T11:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"2026-13-45T99:99:99Z\"", "\"2026-03-01\"", "\"-2026\"",
        "\"\\ud83d\"", "\"ok \\ud83d\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u202etset\\u202c\"", "\"\\ufeff\\u200b\"", "\"\\r\\n\\u001b[31m\"", "\"a\\/b\"",
        "{}", "[]", "[null]", "[[]]", "{\"a\":{}}", "[{}]", "[1,\"a\",null]", "{\"message\":\"m\"}", "{\"\":0}", "{\"seconds\":1,\"nanos\":2}", $"\"{Secret}\"",
        $"\"Bearer {Secret}\"", "NaN", "Infinity", "-", "01", "1.", ".5", "+1", "'a'", "undefined", "\"", "\\", "/**/1", "\"\\x41\"", "\"\\u12\"", "\"a\nb\"",
    ];

    /// <summary>Whether what was changed leaves the meaning of every field that matters as it was.</summary>
    public bool IsMeant { get; private set; } = true;

    public byte[] Bytes { get; private set; } = [];

    /// <summary>The encoding of the bytes, which a truthful header names.</summary>
    public string? Encoding { get; private set; }

    public static AnswerBody Make(Random random, string text, string secret)
    {
        var body = new AnswerBody(random, text);
        body.ChangeText();
        body.IsMeant = body.IsMeant && IsJson(body.Text);
        body.Bytes = System.Text.Encoding.UTF8.GetBytes(body.Text.Replace(Secret, secret, StringComparison.Ordinal));
        body.ChangeBytes();
        return body;
    }

    public string Text { get; private set; } = text;

    private void ChangeText()
    {
        for (var more = random.Next(3); more > 0; more--)
        {
            switch (random.Next(12))
            {
                case <= 3:
                    Replace(Value());
                    break;
                case 4:
                    Insert($"\"unknown\":{Nested(random.Next(90))},");
                    break;
                case 5:
                    Insert($"\"unknown\":{OddValues[random.Next(41)]},");
                    break;
                case 6:
                    Spoil($"\"{Name()}\":{Value()},");
                    break;
                case 7:
                    Text = $" \t\r\n{Text.Replace(",", " ,\n\t", StringComparison.Ordinal)}\n\n";
                    break;
                case 8:
                    (Text, IsMeant) = (Value(), false);
                    break;
                case 9:
                    (Text, IsMeant) = (random.Next(2) == 0 ? $"[{Text}]" : $"{{\"data\":{Text}}}", false);
                    break;
                case 10:
                    Spoil($"\"{Name()}\":{Nested(random.Next(3000))},");
                    break;
                default:
                    Insert($"\"long\":\"{new string('x', random.Next(4) == 0 ? 200_000 : 300)}\",");
                    break;
            }
        }
    }

    /// <summary>Two changes together can leave something that is none. A document would take time that grows with the square of the depth.</summary>
    private static bool IsJson(string text)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 10_000 });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void ChangeBytes()
    {
        switch (random.Next(24))
        {
            case 0:
                Bytes = [0xEF, 0xBB, 0xBF, .. Bytes];
                break;
            case 1:
                (Bytes, IsMeant) = (System.Text.Encoding.Unicode.GetBytes(Text), false);
                break;
            case 2:
                (Bytes, IsMeant) = (Bytes[..random.Next(Bytes.Length + 1)], false);
                break;
            case 3:
            case 4:
                SpoilBytes();
                break;
            case 5:
                (Bytes, Encoding) = (Compress(stream => new GZipStream(stream, CompressionLevel.Fastest)), "gzip");
                break;
            case 6:
                (Bytes, IsMeant) = (Compress(stream => new GZipStream(stream, CompressionLevel.Fastest)), false);
                break;
            case 7:
                (Bytes, Encoding, IsMeant) = (Compress(stream => new BrotliStream(stream, CompressionLevel.Fastest)), random.Next(2) == 0 ? "br" : "gzip", false);
                break;
            case 8:
                (Bytes, IsMeant) = ([], false);
                break;
            case 9:
                (Bytes, IsMeant) = (System.Text.Encoding.UTF8.GetBytes("<html><body>Bad gateway</body></html>"), false);
                break;
            case 10:
                (Bytes, IsMeant) = ([.. Bytes, .. Bytes], false);
                break;
        }
    }

    private void SpoilBytes()
    {
        IsMeant = false;
        for (var more = random.Next(5); more >= 0 && Bytes.Length > 0; more--)
        {
            var at = random.Next(Bytes.Length);
            Bytes = random.Next(3) switch
            {
                0 => [.. Bytes[..at], (byte)random.Next(256), .. Bytes[at..]],
                1 => [.. Bytes[..at], .. Bytes[Math.Min(at + 1 + random.Next(8), Bytes.Length)..]],
                _ => [.. Bytes[..at], (byte)random.Next(256), .. Bytes[(at + 1)..]],
            };
        }
    }

    private byte[] Compress(Func<Stream, Stream> open)
    {
        using var compressed = new MemoryStream();
        using (var stream = open(compressed))
        {
            stream.Write(Bytes);
        }

        return compressed.ToArray();
    }

    private string Value() => OddValues[random.Next(OddValues.Length)];

    private string Name() => Pick(Names().Matches(Text)) is { } match ? match.Groups["name"].Value : "success";

    private void Replace(string value)
    {
        IsMeant = false;
        if (Pick(Values().Matches(Text)) is { } match)
        {
            Text = string.Concat(Text.AsSpan(0, match.Groups["value"].Index), value, Text.AsSpan(match.Index + match.Length));
        }
    }

    /// <summary>Puts a field that nobody knows in the first place, which changes nothing that is meant.</summary>
    private void Insert(string field)
    {
        if (Text.StartsWith("{\"", StringComparison.Ordinal))
        {
            Text = Text.Insert(1, field);
        }
        else
        {
            IsMeant = false;
        }
    }

    private void Spoil(string field)
    {
        IsMeant = false;
        Insert(field);
    }

    private string Nested(int depth) => random.Next(2) == 0
        ? new string('[', depth) + new string(']', depth)
        : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private Match? Pick(MatchCollection matches) => matches.Count == 0 ? null : matches[random.Next(matches.Count)];

    [GeneratedRegex("\"(?<name>[A-Za-z_]+)\":", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();

    [GeneratedRegex("\"[A-Za-z_]+\":(?<value>\"[^\"]*\"|-?[0-9.]+|true|false|null|\\{\\}|\\[\\])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Values();
}
