namespace ExecutionControl.Client.Http;

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

    /// <summary>The call was cancelled.</summary>
    Canceled,
}

/// <summary>What a status that is no success says by itself.</summary>
internal static class StatusMeaning
{
    /// <summary>What a status that is no success says, whoever sent it. Every number has its meaning, those that no standard knows included.</summary>
    public static FailureKind Of(int status) => status switch
    {
        // Both say that the request was not looked at.
        425 or 429 => FailureKind.Unsent,

        // Somebody stopped waiting for an answer; that says nothing about the work.
        408 or 499 => FailureKind.Unclear,
        >= 300 and < 400 => FailureKind.Barred,
        >= 400 and < 500 => FailureKind.Refused,

        // From 500 on it broke in the midst of the work, or an edge lost it. Below 200 there is no final answer at all.
        _ => FailureKind.Unclear,
    };
}
