namespace ExecutionControl.Reference;

/// <summary>What a fault does to the connection in the place of an answer.</summary>
public enum FaultConnection
{
    /// <summary>Nothing: there is an answer.</summary>
    Keep,

    /// <summary>Ends it with a TCP reset.</summary>
    Reset,

    /// <summary>Ends it in good order, without a byte of an answer.</summary>
    Close,
}
