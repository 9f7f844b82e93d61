using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Output;

/// <summary>Asks somebody on the controlling terminal: a pipe is no answer, and a question that goes into a file is none.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="reporter">Keeps secrets out of what is said.</param>
/// <param name="isWelcome">Whether questions are wanted, if somebody is there.</param>
internal sealed class Prompt(IControllingTerminal terminal, Reporter reporter, bool isWelcome)
{
    /// <summary>Whether there is somebody to ask, and whether they want to be asked.</summary>
    public bool MayAsk => isWelcome && IsThere;

    /// <summary>Whether there is somebody to ask.</summary>
    public bool IsThere => terminal.IsThere;

    /// <summary>What the terminal can show.</summary>
    public TerminalStyle Style => terminal.Style;

    /// <summary>Tells somebody what they are asked about; whatever the format, as it is part of a question.</summary>
    public void Tell(string text) => terminal.Write(Shown(text) + Environment.NewLine);

    /// <summary>Asks and reads a line; null at the end of the input.</summary>
    public async Task<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        terminal.Write(Shown(question));

        // A read of a terminal cannot be cancelled: the one that nobody waits for any more ends with the process.
        return await Task.Run(terminal.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
    }

    private string Shown(string text) => PlainText.Lines(reporter.Redact(text));
}
