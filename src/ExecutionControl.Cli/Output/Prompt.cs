namespace ExecutionControl.Cli.Output;

/// <summary>Asks somebody on the terminal.</summary>
/// <param name="streams">The terminal.</param>
/// <param name="reporter">Keeps secrets out of what is said.</param>
/// <param name="isWelcome">Whether questions are wanted, if somebody is there.</param>
internal sealed class Prompt(StandardStreams streams, Reporter reporter, bool isWelcome)
{
    /// <summary>Whether there is somebody to ask, and whether they want to be asked.</summary>
    public bool MayAsk => isWelcome && streams.IsInteractive;

    /// <summary>Tells somebody what they are asked about; whatever the format, as it is part of a question.</summary>
    public void Tell(string text) => streams.Error.WriteLine(reporter.Redact(text));

    /// <summary>Asks and reads a line; null at the end of the input.</summary>
    public async Task<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        await streams.Error.WriteAsync(reporter.Redact(question).AsMemory(), cancellationToken);
        await streams.Error.FlushAsync(cancellationToken);

        // A read of a terminal cannot be cancelled: the one that nobody waits for any more ends with the process.
        return await Task.Run(streams.ReadInputLine, CancellationToken.None).WaitAsync(cancellationToken);
    }
}
