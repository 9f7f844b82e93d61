using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Operations;

/// <summary>Who typed a command: what can be had from them beside the command line.</summary>
internal interface ICaller
{
    /// <summary>Whether there is somebody to ask, and whether they want to be asked.</summary>
    bool MayAsk { get; }

    /// <summary>Whether standard input is a terminal, so that somebody types it.</summary>
    bool IsTyping { get; }

    /// <summary>The folder that relative paths start from; empty for that of the process.</summary>
    string WorkingFolder { get; }

    /// <summary>Asks on the terminal and reads a line; null at the end of the input.</summary>
    Task<string?> ReadAnswerAsync(string question, CancellationToken cancellationToken);

    /// <summary>Reads standard input.</summary>
    /// <exception cref="NotSentException">It cannot be read.</exception>
    Task<T> ReadInputAsync<T>(Func<Stream, T> read, CancellationToken cancellationToken);

    /// <summary>The name of the profile in use that demands a reason for cancelling; null where none does.</summary>
    /// <exception cref="NotSentException">The configuration cannot be read, or names a profile that does not exist.</exception>
    string? FindProfileThatRequiresReason();

    /// <summary>Tells a person what is going on.</summary>
    void Notice(string text);

    /// <summary>Says what deserves attention although the command goes on.</summary>
    void Warn(string text);
}
