namespace ExecutionControl.Cli.ExitCodes;

/// <summary>ectl stopped before it sent anything; the message says why and what to do.</summary>
internal sealed class NotSentException(ExitCode exitCode, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ExitCode ExitCode { get; } = exitCode;
}
