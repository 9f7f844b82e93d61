namespace ExecutionControl.Reference;

/// <summary>What a fault does to the body of an answer.</summary>
public enum FaultAnswer
{
    /// <summary>Nothing.</summary>
    Whole,

    /// <summary>Half of it is sent under the length of the whole; then the connection ends.</summary>
    Truncated,

    /// <summary>Bytes that are no JSON take its place, declared as JSON.</summary>
    Garbage,

    /// <summary>A page of HTML takes its place, as gateways write them.</summary>
    Html,
}
