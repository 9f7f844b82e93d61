namespace ExecutionControl.Cli.Output;

/// <summary>Recognises that nobody reads any more, such as <c>head</c> that has seen enough, or that the shell has closed the stream.</summary>
internal static class BrokenPipe
{
    /// <summary>EPIPE, which .NET passes on as it is.</summary>
    private const int Code = 32;

    /// <summary>EBADF, which .NET takes for a matter of permissions.</summary>
    private const int Closed = 9;

    public static bool Is(Exception exception) =>
        exception is IOException { HResult: Code } or UnauthorizedAccessException { InnerException: IOException { HResult: Closed } };
}
