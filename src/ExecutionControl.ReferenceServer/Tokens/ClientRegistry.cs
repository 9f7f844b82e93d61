namespace ExecutionControl.Reference.Tokens;

/// <summary>The clients that the token endpoint knows, and the tenants that they belong to.</summary>
internal sealed class ClientRegistry(RegisteredClient first)
{
    private readonly Lock _gate = new();
    private readonly List<RegisteredClient> _clients = [first];

    /// <summary>Makes a client known.</summary>
    /// <exception cref="ArgumentException">Its id is taken.</exception>
    public void Add(RegisteredClient client)
    {
        lock (_gate)
        {
            if (_clients.Exists(known => known.Name == client.Name && known.Suffix == client.Suffix && (known.Tenant is null || client.Tenant is null || SameHost(known.Tenant, client.Tenant))))
            {
                throw new ArgumentException($"There is a client {client.Name} already.", nameof(client));
            }

            _clients.Add(client);
        }
    }

    /// <summary>The client of an id; null when nobody knows it.</summary>
    public RegisteredClient? Find(ClientIdentifier id)
    {
        lock (_gate)
        {
            return _clients.Find(client => client.Has(id));
        }
    }

    /// <summary>Forgets a client; false when there was none.</summary>
    public bool Remove(ClientIdentifier id)
    {
        lock (_gate)
        {
            return _clients.RemoveAll(client => client.Has(id)) > 0;
        }
    }

    /// <summary>Whether a token of a client opens a host: where one of the two belongs to a tenant, both have to belong to the same.</summary>
    public bool MayCall(string clientId, string host)
    {
        lock (_gate)
        {
            if (!_clients.Exists(client => client.Tenant is not null))
            {
                return true;
            }

            var authority = ClientIdentifier.Parse(clientId)?.Authority ?? "";
            return SameHost(authority, host) || !_clients.Exists(client => client.Tenant is { } tenant && (SameHost(tenant, authority) || SameHost(tenant, host)));
        }
    }

    private static bool SameHost(string first, string second) => string.Equals(first, second, StringComparison.OrdinalIgnoreCase);
}
