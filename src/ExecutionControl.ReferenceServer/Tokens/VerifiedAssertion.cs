namespace ExecutionControl.Reference.Tokens;

/// <summary>What is left of an assertion once everything else about it was found to be right.</summary>
/// <param name="Nonce">Its nonce, still to be checked against those used before.</param>
/// <param name="RememberUntil">From when on it is too old to be sent again.</param>
internal sealed record VerifiedAssertion(string Nonce, DateTimeOffset RememberUntil);
