namespace ExecutionControl.Client;

/// <summary>How far an operation can be undone.</summary>
public enum ControlUndoExtent
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>In part: something of what it did stays.</summary>
    Partial,

    /// <summary>Wholly.</summary>
    Full,
}
