namespace ExecutionControl.Client.Http;

/// <summary>The service answered with success, but what it said cannot be read; so what it did is not known.</summary>
internal sealed class UnreadableAnswerException(string message, Exception? innerException = null) : Exception(message, innerException);
