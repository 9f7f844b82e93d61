namespace ExecutionControl.ContractTests.Faults;

/// <summary>The ways in which a control call ends, as far as a caller has to tell them apart.</summary>
internal enum CallEnd
{
    Applied,
    AppliedAfterUnclear,
    AlreadySo,
    AlreadySoAfterUnclear,
    Partial,
    Refused,
    NotApplied,
    UnknownSafe,
    UnknownUnsafe,
    CancelledNotApplied,
    CancelledPartial,
    CancelledUnknownSafe,
    CancelledUnknownUnsafe,
}
