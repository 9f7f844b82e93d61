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

    /// <summary>It was kept from the service, and would be again: by a redirect, or by a proxy that says no.</summary>
    Barred,

    /// <summary>The caller gave up.</summary>
    Canceled,
}
