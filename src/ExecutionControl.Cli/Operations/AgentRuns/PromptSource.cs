using System.Text;
using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Operations.AgentRuns;

/// <summary>Where the prompt comes from: the command line, or standard input.</summary>
internal static class PromptSource
{
    /// <summary>Stands for the text on standard input.</summary>
    public const string StandardInput = "-";

    private const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The prompt's text.</summary>
    /// <exception cref="NotSentException">There is none, it is too long, or it is no UTF-8.</exception>
    public static async Task<string> ReadAsync(string typed, ICaller caller, CancellationToken cancellationToken)
    {
        if (!string.Equals(typed, StandardInput, StringComparison.Ordinal))
        {
            return string.IsNullOrWhiteSpace(typed) ? throw Refused("The prompt is empty: say what the agent is to do.") : typed;
        }

        if (caller.IsTyping)
        {
            caller.Notice("reading the prompt from this terminal; end it with Ctrl-D on a line of its own");
        }

        var bytes = await caller.ReadInputAsync(ReadAll, cancellationToken);
        var text = Decode(bytes).TrimEnd('\r', '\n');
        return string.IsNullOrWhiteSpace(text) ? throw Refused("The prompt on standard input is empty: say what the agent is to do.") : text;
    }

    private static byte[] ReadAll(Stream input)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (input.Read(buffer) is > 0 and var count)
        {
            if (all.Length + count > MaxBytes)
            {
                throw Refused("The prompt on standard input is longer than 1 MiB.");
            }

            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    private static string Decode(byte[] bytes)
    {
        var mark = Encoding.UTF8.Preamble;
        ReadOnlySpan<byte> text = bytes;
        try
        {
            return StrictUtf8.GetString(text.StartsWith(mark) ? text[mark.Length..] : text);
        }
        catch (DecoderFallbackException exception)
        {
            throw Refused("The prompt on standard input is no UTF-8 text.", exception);
        }
    }

    private static NotSentException Refused(string message, Exception? exception = null) =>
        new(ExitCode.NotSent, $"{message} Nothing was sent.", exception);
}
