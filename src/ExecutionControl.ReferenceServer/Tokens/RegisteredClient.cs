namespace ExecutionControl.Reference.Tokens;

/// <summary>A client that may mint tokens: the parts of its id that do not depend on the host, and its public key.</summary>
internal sealed record RegisteredClient(string Name, string Suffix, string KeyId, byte[] PublicKey)
{
    /// <summary>The client id at a host.</summary>
    public string IdAt(string authority) => $"{Name}@{authority}/{Suffix}";
}
