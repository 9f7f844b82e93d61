namespace ExecutionControl.ContractTests.Faults;

/// <summary>Whether an operation may be sent again after an attempt of which nobody knows whether it was processed.</summary>
internal enum RepeatRule
{
    /// <summary>It may: a second time does no harm.</summary>
    Repeatable,

    /// <summary>Only while the breaker shows the very trip that it showed before.</summary>
    SameTripOnly,

    /// <summary>Never.</summary>
    Never,
}
