namespace ExecutionControl.Cli.Outcomes;

/// <summary>What became of a command, as a report says it.</summary>
internal enum ReportedOutcome
{
    /// <summary>The service accepted it.</summary>
    Applied,

    /// <summary>The target was in the wanted state before.</summary>
    AlreadySo,

    /// <summary>Some of many were settled.</summary>
    Partial,

    /// <summary>The service said no.</summary>
    Refused,

    /// <summary>No attempt can have been processed.</summary>
    NotApplied,

    /// <summary>It may have been applied.</summary>
    Unknown,

    /// <summary>ectl sent nothing.</summary>
    NotSent,
}
