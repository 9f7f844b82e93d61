using System.Text;
using System.Text.Json;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Takes out of what others say what nobody should see: a credential, as some services repeat what they were sent in their errors, secrets of
/// others, and characters that a terminal obeys.
/// </summary>
internal sealed class Redaction
{
    /// <summary>What stands in place of what is taken out.</summary>
    public const string Hidden = "(hidden)";

    /// <summary>Anything shorter is no secret, and would be found in innocent words.</summary>
    private const int MinLength = 8;

    private readonly string _secret;

    /// <summary>The secret as it is, and as JSON may write it; none where it is too short for one.</summary>
    private readonly string[] _forms;

    private readonly byte[][] _encodedForms;

    public Redaction(string secret)
    {
        _secret = secret;
        string[] forms = secret.Length < MinLength
            ? []
            : [secret, JsonEncodedText.Encode(secret).ToString(), secret.Replace("/", "\\/", StringComparison.Ordinal)];
        _forms = [.. forms.Distinct(StringComparer.Ordinal)];
        _encodedForms = [.. _forms.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Text that goes to terminals and logs: it is cut, and control characters and half characters do not go along.</summary>
    public static string Visible(string text, int maxLength)
    {
        if (text.Length <= maxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text.Trim();
        }

        var kept = text.Length > maxLength ? string.Concat(text.AsSpan(0, maxLength), "…") : text;
        return string.Create(kept.Length, kept, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var isHalf = char.IsSurrogate(text[i])
                    && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                    && !(i > 0 && char.IsSurrogatePair(text[i - 1], text[i]));
                span[i] = isHalf ? '\uFFFD' : char.IsControl(text[i]) ? ' ' : text[i];
            }
        }).Trim();
    }

    /// <summary>Returns the text without the secret in any of its forms, and without a beginning of it where the text was cut.</summary>
    public string? Hide(string? text)
    {
        if (text is null || _forms.Length == 0)
        {
            return text;
        }

        foreach (var form in _forms)
        {
            text = text.Replace(form, Hidden, StringComparison.Ordinal);
        }

        for (var length = Math.Min(_secret.Length - 1, text.Length); length >= MinLength; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(_secret.AsSpan(0, length)))
            {
                return string.Concat(text.AsSpan(0, text.Length - length), Hidden);
            }
        }

        return text;
    }

    /// <summary>Returns the text without the secret, in UTF-8.</summary>
    public byte[] Hide(byte[] text)
    {
        foreach (var form in _encodedForms)
        {
            if (text.AsSpan().IndexOf(form) >= 0)
            {
                return Encoding.UTF8.GetBytes(Hide(Encoding.UTF8.GetString(text))!);
            }
        }

        return text;
    }
}
