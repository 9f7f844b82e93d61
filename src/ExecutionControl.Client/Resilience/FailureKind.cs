namespace ExecutionControl.Client.Resilience;

/// <summary>What a failed attempt says about the target.</summary>
internal enum FailureKind
{
    /// <summary>It cannot have been processed: always safe to send again.</summary>
    Unsent,

    /// <summary>It may have been processed.</summary>
    Unclear,

    /// <summary>The service said no.</summary>
    Refused,

    /// <summary>The answer shows that nothing was done and that asking the same again is of no use, as a redirect does.</summary>
    Diverted,

    /// <summary>The caller gave up.</summary>
    Canceled,
}
