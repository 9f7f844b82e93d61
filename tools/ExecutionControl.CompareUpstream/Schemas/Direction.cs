namespace ExecutionControl.CompareUpstream.Schemas;

/// <summary>Who writes a value.</summary>
internal enum Direction
{
    /// <summary>The client, and the service reads it.</summary>
    Sent,

    /// <summary>The service, and the client reads it.</summary>
    Read,
}
