namespace ExecutionControl.Cli.ExitCodes;

/// <summary>ectl stopped before it sent anything; the message says why and what to do.</summary>
internal sealed class NotSentException(ExitCode exitCode, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ExitCode ExitCode { get; } = exitCode;
}

/// <summary>Reads what a library says about an argument as a sentence for the person who typed it.</summary>
internal static class ArgumentMessage
{
    private const string NothingSent = "Nothing was sent.";

    public static NotSentException NotSent(ArgumentException exception, ExitCode exitCode = ExitCode.NotSent) =>
        new(exitCode, Of(exception), exception);

    /// <summary>The message without the name of the parameter, which means nothing on a command line.</summary>
    private static string Of(ArgumentException exception)
    {
        var parameter = $" (Parameter '{exception.ParamName}')";
        var message = exception.Message.Replace(parameter, string.Empty, StringComparison.Ordinal);
        return message.Contains(NothingSent, StringComparison.Ordinal) ? message : $"{message} {NothingSent}";
    }
}
