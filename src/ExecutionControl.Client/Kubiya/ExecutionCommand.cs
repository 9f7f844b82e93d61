namespace ExecutionControl.Client.Kubiya;

/// <summary>What an execution can be told.</summary>
public enum ExecutionCommand
{
    /// <summary>To stop working for now.</summary>
    Pause,

    /// <summary>To go on after a pause.</summary>
    Resume,

    /// <summary>To stop for good, cleaning up.</summary>
    Cancel,

    /// <summary>To stop for good at once, in whatever state it is.</summary>
    Terminate,
}
