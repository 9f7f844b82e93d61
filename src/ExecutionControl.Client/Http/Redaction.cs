using System.Text;
using System.Text.Json;

namespace ExecutionControl.Client.Http;

/// <summary>Takes a credential out of what a service says: some repeat what they were sent in their errors.</summary>
internal static class Redaction
{
    private const string Hidden = "(hidden)";

    /// <summary>Anything shorter is no secret, and would be found in innocent words.</summary>
    private const int MinLength = 8;

    /// <summary>Returns the text without the secret, as it is and as JSON may write it, and without a beginning of it where the text was cut.</summary>
    public static string? Hide(string? text, string secret)
    {
        if (text is null || secret.Length < MinLength)
        {
            return text;
        }

        foreach (var form in Forms(secret))
        {
            text = text.Replace(form, Hidden, StringComparison.Ordinal);
        }

        for (var length = Math.Min(secret.Length - 1, text.Length); length >= MinLength; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(secret.AsSpan(0, length)))
            {
                return string.Concat(text.AsSpan(0, text.Length - length), Hidden);
            }
        }

        return text;
    }

    /// <summary>Returns the text without the secret, in UTF-8.</summary>
    public static byte[] Hide(byte[] text, string secret) =>
        secret.Length >= MinLength && Forms(secret).Any(form => text.AsSpan().IndexOf(Encoding.UTF8.GetBytes(form)) >= 0)
            ? Encoding.UTF8.GetBytes(Hide(Encoding.UTF8.GetString(text), secret)!)
            : text;

    private static HashSet<string> Forms(string secret) =>
        new(StringComparer.Ordinal) { secret, JsonEncodedText.Encode(secret).ToString(), secret.Replace("/", "\\/", StringComparison.Ordinal) };
}
