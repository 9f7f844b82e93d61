using System.Buffers.Text;
using ExecutionControl.Reference.Credentials;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;

namespace ExecutionControl.Reference.Control;

/// <summary>What code and <c>/_control</c> can do about clients and tokens.</summary>
internal sealed class TokenControl(StateDatabase database, TenantDirectory tenants, TokenParts tokens, TimeProvider clock)
{
    private static readonly TimeSpan SubjectTokenLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Where the server listens, as client ids name it: known once it does.</summary>
    public string Authority { get; set; } = "";

    public TimeSpan Lifetime
    {
        get => tokens.Life.Lifetime;
        set => tokens.Life.Lifetime = value;
    }

    /// <exception cref="ArgumentException">A part of the id is missing or taken.</exception>
    public async Task<ConductorOneCredentials> AddClientAsync(string name, string suffix, string? tenant, CancellationToken cancellationToken)
    {
        var id = $"{name}@{tenant ?? Authority}/{suffix}";
        if (ClientIdentifier.Parse(id) is not { } parts || parts.Name != name || parts.Suffix != suffix || name.Length == 0)
        {
            throw new ArgumentException($"'{id}' is no client id: name@host/suffix.", nameof(name));
        }

        var pair = Ed25519KeyPair.Generate();
        var accessToken = await database.WriteAsync(
            session =>
            {
                tokens.Clients.Add(session, new RegisteredClient(name, suffix, name, pair.PublicKey, tenant));
                if (tenant is not null)
                {
                    TenantStore.Add(session, tenant);
                }

                return AccessTokenStore.Issue(session, id, clock.GetUtcNow() + Lifetime);
            },
            cancellationToken).ConfigureAwait(false);
        await tenants.OfAsync(tenant, cancellationToken).ConfigureAwait(false);
        return new ConductorOneCredentials(
            id, CredentialSet.SecretOf(name, Base64Url.EncodeToString(pair.PublicKey), Base64Url.EncodeToString(pair.Seed)), accessToken);
    }

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
