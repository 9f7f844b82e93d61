namespace ExecutionControl.Cli.Accounts;

/// <summary>What a real, harmless call showed of an account.</summary>
internal enum AccountState
{
    /// <summary>The service accepted the credential.</summary>
    Valid,

    /// <summary>The service rejected the credential.</summary>
    Rejected,

    /// <summary>The service knows the credential and lets it not even list.</summary>
    NotPermitted,

    /// <summary>The service could not be asked.</summary>
    Unreachable,

    /// <summary>The source of the account says too little, or something impossible: nothing was sent.</summary>
    Unusable,

    /// <summary>There is no account.</summary>
    Missing,

    /// <summary>The service answered something else.</summary>
    Unclear,
}
