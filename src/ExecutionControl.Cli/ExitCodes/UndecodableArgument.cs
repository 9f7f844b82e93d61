using System.Text;

namespace ExecutionControl.Cli.ExitCodes;

/// <summary>
/// Finds an argument that is no UTF-8. .NET hands it on with replacement characters, and a service would keep those for ever. One that
/// somebody really typed is text like any other.
/// </summary>
internal static class UndecodableArgument
{
    private const char Replacement = '\uFFFD';

    /// <summary>The complaint, or null when all of them are text.</summary>
    /// <param name="arguments">What .NET made of them.</param>
    /// <param name="commandLine">The bytes that the process was started with, each argument with a zero at its end; null where the system does not
    /// tell.</param>
    public static string? Complaint(IReadOnlyList<string> arguments, Func<byte[]?> commandLine)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index].Contains(Replacement, StringComparison.Ordinal) && !IsText(index - arguments.Count, commandLine))
            {
                return $"Argument {index + 1} of the command line is no UTF-8 text: '{arguments[index]}'.";
            }
        }

        return null;
    }

    /// <summary>Whether the argument, counted from the end, was given as it is shown. Where the system does not tell, it is taken for damaged.</summary>
    private static bool IsText(int fromEnd, Func<byte[]?> commandLine)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            var given = SplitAtZeros(commandLine() ?? []);
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
