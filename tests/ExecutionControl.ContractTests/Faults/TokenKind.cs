namespace ExecutionControl.ContractTests.Faults;

/// <summary>Where the clients of a cell have their tokens from.</summary>
internal enum TokenKind
{
    /// <summary>A token that is used as it is, and for which there is no other.</summary>
    Static,

    /// <summary>A source that has another token when one was rejected.</summary>
    Renewing,

    /// <summary>ConductorOne's token endpoint.</summary>
    ClientCredentials,
}
