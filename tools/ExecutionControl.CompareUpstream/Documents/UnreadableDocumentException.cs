namespace ExecutionControl.CompareUpstream.Documents;

/// <summary>A file is no OpenAPI document that can be compared; the message says why.</summary>
internal sealed class UnreadableDocumentException(string message, Exception? innerException = null) : Exception(message, innerException);
