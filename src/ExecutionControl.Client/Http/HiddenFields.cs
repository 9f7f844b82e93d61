using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExecutionControl.Client.Http;

/// <summary>Fields of answers whose values are secrets of others.</summary>
internal sealed class HiddenFields
{
    private readonly string[] _names;
    private readonly Lazy<Regex> _mention;

    public HiddenFields(params string[] names)
    {
        _names = names;

        // No part of it repeats, so that it takes no longer than the text is long. Making it takes longer than most texts.
        _mention = new Lazy<Regex>(() => new Regex(
            string.Join('|', names.Select(MentionOf)),
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
            Regex.InfiniteMatchTimeout));
    }

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
                if (reader.TokenType == JsonTokenType.PropertyName && _names.Contains(reader.GetString(), StringComparer.OrdinalIgnoreCase))
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
        return _mention.Value.Match(text) is { Success: true } mention ? Encoding.UTF8.GetBytes($"{text[..mention.Index]}{Redaction.Hidden}") : json;
    }

    /// <summary>A name in any case, with any of its letters escaped as JSON allows.</summary>
    private static string MentionOf(string name) => string.Concat(name.Select(letter => string.Create(
        CultureInfo.InvariantCulture,
        $@"(?:{letter}|\\u00(?:{(int)char.ToLowerInvariant(letter):x2}|{(int)char.ToUpperInvariant(letter):x2}))")));
}
