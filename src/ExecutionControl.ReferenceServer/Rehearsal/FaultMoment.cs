namespace ExecutionControl.Reference;

/// <summary>On which side of the work a fault strikes.</summary>
public enum FaultMoment
{
    /// <summary>Before anything is done, credentials unchecked: nothing changes at the service.</summary>
    BeforeWork,

    /// <summary>After the work: whatever the request asked for has happened, only its answer is lost or replaced.</summary>
    AfterWork,
}
