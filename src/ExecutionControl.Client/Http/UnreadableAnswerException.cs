namespace ExecutionControl.Client.Http;

/// <summary>The service answered with success, but what it said cannot be read; so what it did is not known.</summary>
internal sealed class UnreadableAnswerException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>A success status whose body says no.</summary>
internal sealed class RefusedAnswerException(RefusalReason reason, string message) : Exception(message)
{
    public RefusalReason Reason => reason;
}
