namespace ExecutionControl.Client;

/// <summary>How waiting for an effect ended.</summary>
public enum WaitOutcome
{
    /// <summary>The target is in the wanted state.</summary>
    Verified,

    /// <summary>The target came to its end in another state, which <see cref="WaitResult{TState}.State"/> tells.</summary>
    Contradicted,

    /// <summary>Time ran out before either; the service's acceptance stands.</summary>
    StillInFlight,
}
