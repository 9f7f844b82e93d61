namespace ExecutionControl.KiotaLock;

/// <summary>The clients cannot be generated; the message says why.</summary>
internal sealed class GenerationException(string message, Exception? innerException = null) : Exception(message, innerException);
