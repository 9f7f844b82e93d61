namespace ExecutionControl.Client.Http;

/// <summary>
/// Tells a mistake of the program's, which no retry mends and no outcome describes, from what the world does to a call. No bytes that
/// anybody sends lead to one of these.
/// </summary>
internal static class ProgramMistake
{
    public static bool Is(Exception exception) => exception is not RepeatedSendException
        and (ArgumentException
            or InvalidOperationException
            or NullReferenceException
            or InvalidCastException
            or IndexOutOfRangeException
            or KeyNotFoundException
            or NotImplementedException
            or NotSupportedException
            or OutOfMemoryException
            or InsufficientExecutionStackException);
}
