using System.Text;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary>Reads what somebody gives away only once: from standard input, or typed on a terminal that does not show it.</summary>
internal static class SecretInput
{
    private const int MaxLength = 64 * 1024;

    /// <summary>Reads the one line that standard input holds.</summary>
    /// <exception cref="NotSentException">It holds something else.</exception>
    public static async Task<string> ReadInputAsync(IStandardInput input, CancellationToken cancellationToken)
    {
        return Require(await StandardInput.ReadAsync(input, ReadAll, cancellationToken), "on standard input");
    }

    /// <summary>Asks on the terminal, and shows nothing of what is typed.</summary>
    /// <exception cref="NotSentException">Nothing was typed.</exception>
    public static async Task<string> AskAsync(string question, StandardStreams streams, CancellationToken cancellationToken)
    {
        // The first use of the keyboard turns the echo off: before the question, so that nothing typed at once is shown.
        _ = streams.Input.IsKeyAvailable;
        await streams.Error.WriteAsync($"{question} (not shown): ".AsMemory(), cancellationToken);
        try
        {
            return Require(await Task.Run(() => ReadKeys(streams.Input), CancellationToken.None).WaitAsync(cancellationToken), "typed");
        }
        finally
        {
            await streams.Error.WriteLineAsync();
        }
    }

    /// <summary>Asks on the terminal for something that is no secret.</summary>
    /// <returns>What was typed; empty when that was nothing.</returns>
    public static async Task<string> AskOpenlyAsync(string question, StandardStreams streams, CancellationToken cancellationToken)
    {
        await streams.Error.WriteAsync($"{question}: ".AsMemory(), cancellationToken);
        return (await Task.Run(streams.ReadInputLine, CancellationToken.None).WaitAsync(cancellationToken))?.Trim() ?? string.Empty;
    }

    private static string Require(string text, string where) => text.Trim() switch
    {
        "" => throw new NotSentException(ExitCode.NotSent, $"There was no secret {where}. Nothing was sent."),
        var secret when secret.AsSpan().IndexOfAny('\n', '\r') >= 0 =>
            throw new NotSentException(ExitCode.NotSent, $"The secret {where} is more than one line. Nothing was sent."),
        var secret when PastedText.Complaint(secret) is { } complaint =>
            throw new NotSentException(ExitCode.NotSent, $"The secret {where} {complaint}. Nothing was sent."),
        var secret => secret,
    };

    private static string ReadAll(Stream input)
    {
        using var reader = new StreamReader(input, Encoding.UTF8);
        var buffer = new char[MaxLength];
        var length = reader.ReadBlock(buffer);
        return length < MaxLength
            ? new string(buffer, 0, length)
            : throw new NotSentException(ExitCode.NotSent, "Standard input holds more than a secret. Nothing was sent.");
    }

    private static string ReadKeys(IStandardInput input)
    {
        var line = new HiddenLine(MaxLength);
        while (!line.Press(input.ReadKey()))
        {
        }

        // What was pasted with it would be the next command of the shell.
        var rest = new StringBuilder();
        while (input.IsKeyAvailable)
        {
            rest.Append(input.ReadKey().KeyChar);
        }

        return string.IsNullOrWhiteSpace(rest.ToString()) ? line.Text : $"{line.Text}\n{rest}";
    }
}
