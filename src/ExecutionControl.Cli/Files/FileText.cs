using System.Text;

namespace ExecutionControl.Cli.Files;

/// <summary>Text out of a file: UTF-8, with or without the mark that some editors put at the beginning.</summary>
internal static class FileText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="FormatException">It is no such text; the message says where, and repeats nothing of it.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new FormatException("it is UTF-16: save it as UTF-8");
        }

        var content = bytes.StartsWith(Utf8Mark) ? bytes[Utf8Mark.Length..] : bytes;

        // YAML's reader would take a NUL for the end of the file.
        if (content.IndexOf((byte)0) is >= 0 and var zero)
        {
            throw new FormatException($"line {Line(content[..zero])} holds a NUL byte");
        }

        try
        {
            return Strict.GetString(content);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException($"line {Line(content[..Math.Clamp(exception.Index, 0, content.Length)])} holds a byte that is no UTF-8", exception);
        }
    }

    private static int Line(ReadOnlySpan<byte> before) => before.Count((byte)'\n') + 1;
}
