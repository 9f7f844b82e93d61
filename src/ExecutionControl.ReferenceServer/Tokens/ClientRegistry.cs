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
        [.. new[] { Volatile.Read(ref _first) }.OfType<RegisteredClient>().Where(client => client.Name == name && client.Suffix == suffix), .. ClientStore.Named(session, name, suffix)];

    private static bool SameHost(string first, string second) => string.Equals(first, second, StringComparison.OrdinalIgnoreCase);
}
