namespace ExecutionControl.Client.Http;

/// <summary>Something between this library and the wire wanted to send one attempt a second time.</summary>
internal sealed class RepeatedSendException() : InvalidOperationException(
    "A handler tried to send one attempt a second time. Retries belong to the client, which knows which operations allow them.");
