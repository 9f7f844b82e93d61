using System.Text;

namespace ExecutionControl.Cli.Output;

/// <summary>
/// The forms in which one secret turns up: as it is, and inside base64, which shows it in three ways, as the bytes before it move it. Percent
/// signs and JSON's escapes are undone before anything is looked for: see <see cref="EncodedText"/>.
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
