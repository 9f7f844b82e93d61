namespace ExecutionControl.Reference.Tokens;

/// <summary>A client that may mint tokens: the parts of its id that do not depend on the host, and its public key.</summary>
/// <param name="Name">The part before the <c>@</c>.</param>
/// <param name="Suffix">The part behind the <c>/</c>.</param>
/// <param name="KeyId">The id of its key.</param>
/// <param name="PublicKey">Its Ed25519 key.</param>
/// <param name="Tenant">The host, with its port if there is one, that alone it is for; null for any.</param>
internal sealed record RegisteredClient(string Name, string Suffix, string KeyId, byte[] PublicKey, string? Tenant = null)
{
    /// <summary>The client id at a host.</summary>
    public string IdAt(string authority) => $"{Name}@{authority}/{Suffix}";

    /// <summary>Whether an id is this client's.</summary>
    public bool Has(ClientIdentifier id) =>
        string.Equals(Name, id.Name, StringComparison.Ordinal) && string.Equals(Suffix, id.Suffix, StringComparison.Ordinal)
        && (Tenant is null || string.Equals(Tenant, id.Authority, StringComparison.OrdinalIgnoreCase));
}
