namespace ExecutionControl.Reference.Operations;

/// <summary>How an answer gets onto the wire.</summary>
internal enum ReplyDelivery
{
    Whole,

    /// <summary>Half of the body, then the end of the connection.</summary>
    Truncated,

    /// <summary>A TCP reset in its place.</summary>
    Reset,

    /// <summary>An orderly end of the connection in its place.</summary>
    Close,
}
