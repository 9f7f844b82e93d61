using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Output;

/// <summary>Reads standard input whole, and says plainly when it is closed, a folder, or something else that cannot be read.</summary>
internal static class StandardInput
{
    /// <summary>EISDIR.</summary>
    private const int IsFolder = 21;

    /// <summary>EIO, which a terminal answers to a job in the background.</summary>
    private const int InputOutput = 5;

    /// <param name="input">Standard input.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="cancellationToken">Cancels the read; a read from a terminal or a pipe cannot be cancelled, only left behind.</param>
    /// <exception cref="NotSentException">It cannot be read.</exception>
    public static async Task<T> ReadAsync<T>(IStandardInput input, Func<Stream, T> read, CancellationToken cancellationToken)
    {
        if (!input.IsOpen)
        {
            throw Refused("is closed", null);
        }

        try
        {
            return await Task.Run(() => read(input.Open()), CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Refused(exception switch
            {
                { HResult: IsFolder } => "is a folder",
                { HResult: InputOutput } => "is a terminal that another job reads",
                _ => $"cannot be read ({exception.Message.TrimEnd('.')})",
            }, exception);
        }
    }

    private static NotSentException Refused(string why, Exception? exception) => new(ExitCode.NotSent, $"Standard input {why}. Nothing was sent.", exception);
}

/// <summary>Standard input: what somebody types, or a program hands over.</summary>
internal interface IStandardInput
{
    /// <summary>Whether somebody may be typing at the other end.</summary>
    bool IsTerminal { get; }

    /// <summary>Whether whoever started ectl left it a standard input.</summary>
    bool IsOpen { get; }

    /// <summary>Whether a key was pressed that nobody has read. The first use turns the terminal's echo off.</summary>
    bool IsKeyAvailable { get; }

    /// <summary>Opens it for reading bytes, from where the last reader left off.</summary>
    Stream Open();

    /// <summary>Waits for a key of the terminal, and does not show it.</summary>
    ConsoleKeyInfo ReadKey();
}
