using System.Buffers.Text;
using ExecutionControl.Reference.Credentials;
using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;

namespace ExecutionControl.Reference.Control;

/// <summary>What code and <c>/_control</c> can do about clients and tokens.</summary>
internal sealed class TokenControl(StateDatabase database, TenantDirectory tenants, TokenParts tokens, TimeProvider clock)
{
    private const int LongestPart = 128;

    private static readonly TimeSpan SubjectTokenLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Where the server listens, as client ids name it: known once it does.</summary>
    public string Authority { get; set; } = "";

    public TimeSpan Lifetime
    {
        get => tokens.Lifetime.Value;
        set => tokens.Lifetime.Value = value;
    }

    /// <exception cref="ArgumentException">A part of the id is missing or taken.</exception>
    public async Task<ConductorOneCredentials> AddClientAsync(string name, string suffix, string? tenant, CancellationToken cancellationToken)
    {
        var id = $"{name}@{tenant ?? Authority}/{suffix}";
        if (ClientIdentifier.Parse(id) is not { } parts || parts.Name != name || parts.Suffix != suffix || !IsText(name) || !IsText(suffix))
        {
            throw new ArgumentException($"'{id}' is no client id: name@host/suffix.", nameof(name));
        }

        if (tenant is not null && HostName.Parse(tenant) is null)
        {
            throw new ArgumentException($"'{tenant}' is no host, with a port or without, that could be a tenant.", nameof(tenant));
        }

        var pair = Ed25519KeyPair.Generate();
        var client = new RegisteredClient(name, suffix, name, pair.PublicKey, tenant);
        await database.ReadAsync(
            session =>
            {
                tokens.Clients.DemandFree(session, client);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

        // Its state first: a tenant that cannot be opened must not be one that every later start stumbles over.
        await tenants.OfAsync(tenant, cancellationToken).ConfigureAwait(false);
        var accessToken = await database.WriteAsync(
            session =>
            {
                tokens.Clients.Add(session, client);
                if (tenant is not null)
                {
                    TenantStore.Add(session, tenant);
                }

                return AccessTokenStore.Issue(session, id, clock.GetUtcNow() + Lifetime);
            },
            cancellationToken).ConfigureAwait(false);
        var secret = CredentialSet.SecretOf(name, Base64Url.EncodeToString(pair.PublicKey), Base64Url.EncodeToString(pair.Seed));
        return new ConductorOneCredentials(id, new Lazy<string>(secret), accessToken);
    }

    private static bool IsText(string part) =>
        part.Length is > 0 and <= LongestPart && !part.Any(character => char.IsControl(character) || char.IsSurrogate(character));

    public Task<bool> RemoveClientAsync(string clientId, CancellationToken cancellationToken) => ClientIdentifier.Parse(clientId) is { } id
        ? database.WriteAsync(session => tokens.Clients.Remove(session, id), cancellationToken)
        : Task.FromResult(false);

    public bool RemoveClient(string clientId)
    {
        var wasThere = false;
        if (ClientIdentifier.Parse(clientId) is { } id)
        {
            database.Write(session => wasThere = tokens.Clients.Remove(session, id));
        }

        return wasThere;
    }

    /// <summary>Revokes the access tokens of a client, or of all, and says how many.</summary>
    public Task<int> RevokeAsync(string? clientId, CancellationToken cancellationToken) =>
        database.WriteAsync(session => AccessTokenStore.Revoke(session, clientId), cancellationToken);

    public string IssueSubjectToken(string? clientId, string subject, TimeSpan? lifetime) =>
        tokens.Workloads.Issue(subject, clientId ?? CredentialSet.ClientIdAt(Authority), lifetime ?? SubjectTokenLifetime);
}
