namespace ExecutionControl.Cli.Output;

/// <summary>Recognises that nobody reads any more, such as <c>head</c> that has seen enough.</summary>
internal static class BrokenPipe
{
    /// <summary>EPIPE, which .NET passes on as it is.</summary>
    private const int Code = 32;

    public static bool Is(Exception exception) => exception is IOException { HResult: Code };
}
