using System.Text;

namespace ExecutionControl.Cli.Invocation;

/// <summary>
/// Finds an argument that is no UTF-8. .NET hands it on with replacement characters, and a service would keep those for ever. One that
/// somebody really typed is text like any other.
/// </summary>
internal static class UndecodableArgument
{
    private const string CommandLine = "/proc/self/cmdline";
    private const char Replacement = '\uFFFD';

    /// <summary>The complaint, or null when all of them are text.</summary>
    public static string? Complaint(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index].Contains(Replacement, StringComparison.Ordinal) && !IsText(index - arguments.Count))
            {
                return $"Argument {index + 1} of the command line is no UTF-8 text: '{arguments[index]}'.";
            }
        }

        return null;
    }

    /// <summary>Whether the argument, counted from the end, was given as it is shown. Where the system does not tell, it is taken for damaged.</summary>
    private static bool IsText(int fromEnd)
    {
        if (!OperatingSystem.IsLinux())
        {
            return OperatingSystem.IsWindows();
        }

        try
        {
            var given = SplitAtZeros(File.ReadAllBytes(CommandLine));
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetCharCount(given[^-fromEnd]);
            return true;
        }
        catch (Exception exception) when (exception is DecoderFallbackException or IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private static List<byte[]> SplitAtZeros(byte[] bytes)
    {
        var parts = new List<byte[]>();
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)0) is >= 0 and var found ? found : bytes.Length - start;
            parts.Add(bytes[start..(start + length)]);
            start += length + 1;
        }

        return parts;
    }
}
