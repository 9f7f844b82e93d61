namespace ExecutionControl.ContractTests.Answers;

/// <summary>What one answer of a service says about the target, if no attempt before it was unclear.</summary>
internal enum AnswerMeaning
{
    /// <summary>The answer to a request that changes nothing: a token, or a look at a target.</summary>
    Information,

    /// <summary>The service did what was asked.</summary>
    Applied,

    /// <summary>The service did what was asked, but not for all.</summary>
    AppliedInPart,

    /// <summary>The service took the work on and goes on with it in the background.</summary>
    Settling,

    /// <summary>The service took the request, and says that it cannot tell whether it had an effect.</summary>
    Unconfirmed,

    /// <summary>The target was in the wanted state before.</summary>
    AlreadySo,

    /// <summary>The target's state does not allow it.</summary>
    RefusedState,

    /// <summary>The request is not valid.</summary>
    RefusedValidation,

    /// <summary>The credential is not valid; a new token may be.</summary>
    RefusedAuthentication,

    /// <summary>The credential does not allow it.</summary>
    RefusedPermission,

    /// <summary>There is no such target.</summary>
    RefusedNotFound,

    /// <summary>The request was turned away unprocessed and can be sent again.</summary>
    NotProcessed,

    /// <summary>The address leads elsewhere, and nobody may follow.</summary>
    Redirected,

    /// <summary>The request may have been processed.</summary>
    Unclear,
}
