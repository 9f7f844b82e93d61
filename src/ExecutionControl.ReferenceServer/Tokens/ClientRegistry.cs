using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Tokens;

/// <summary>The clients that the token endpoint knows: the first one, which comes with the server's credentials, and those in the state.</summary>
internal sealed class ClientRegistry(RegisteredClient first)
{
    private RegisteredClient? _first = first;

    /// <summary>Makes a client known.</summary>
    /// <exception cref="ArgumentException">Its id is taken, or its key is no Ed25519 public key.</exception>
    public void Add(StateSession session, RegisteredClient client)
    {
        DemandFree(session, client);
        ClientStore.Add(session, client);
    }

    /// <summary>Refuses a client whose id is taken, or whose key is none.</summary>
    /// <exception cref="ArgumentException">So it is.</exception>
    public void DemandFree(StateSession session, RegisteredClient client)
    {
        if (!Ed25519Verifier.IsPublicKey(client.PublicKey))
        {
            throw new ArgumentException($"The key of the client {client.Name} is no Ed25519 public key: 32 bytes, a point of the prime order.", nameof(client));
        }

        if (Named(session, client.Name, client.Suffix).Exists(known => known.Tenant is null || client.Tenant is null || SameHost(known.Tenant, client.Tenant)))
        {
            throw new ArgumentException($"There is a client {client.Name} already.", nameof(client));
        }
    }

    /// <summary>The client of an id; null when nobody knows it.</summary>
    public RegisteredClient? Find(StateSession session, ClientIdentifier id) => Named(session, id.Name, id.Suffix).Find(client => client.Has(id));

    /// <summary>Forgets a client; false when there was none.</summary>
    public bool Remove(StateSession session, ClientIdentifier id)
    {
        if (Find(session, id) is not { } client)
        {
            return false;
        }

        return ClientStore.Remove(session, client) || Interlocked.Exchange(ref _first, null) is not null;
    }

    private List<RegisteredClient> Named(StateSession session, string name, string suffix) =>
    [
        .. new[] { Volatile.Read(ref _first) }.OfType<RegisteredClient>().Where(client => client.Name == name && client.Suffix == suffix),
        .. ClientStore.Named(session, name, suffix),
    ];

    private static bool SameHost(string first, string second) => string.Equals(first, second, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The clients that were added to the first one. Only their public keys are kept.</summary>
internal static class ClientStore
{
    private const string Fits = "name = $name AND suffix = $suffix";

    public static void Add(StateSession session, RegisteredClient client) => session.Execute(
        "INSERT INTO clients (name, suffix, tenant, key_id, public_key) VALUES ($name, $suffix, $tenant, $key, $public)",
        ("$name", client.Name), ("$suffix", client.Suffix), ("$tenant", client.Tenant), ("$key", client.KeyId), ("$public", client.PublicKey));

    /// <summary>The clients of a name and suffix, of whatever tenant.</summary>
    public static List<RegisteredClient> Named(StateSession session, string name, string suffix) => session.Query(
        $"SELECT name, suffix, tenant, key_id, public_key FROM clients WHERE {Fits}", Read, ("$name", name), ("$suffix", suffix));

    public static bool Remove(StateSession session, RegisteredClient client) => session.Execute(
        $"DELETE FROM clients WHERE {Fits} AND tenant IS $tenant", ("$name", client.Name), ("$suffix", client.Suffix), ("$tenant", client.Tenant)) > 0;

    private static RegisteredClient Read(StateRow row) =>
        new(row.Text("name"), row.Text("suffix"), row.Text("key_id"), row.Bytes("public_key"), row.OptionalText("tenant"));
}

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
