namespace ExecutionControl.Client.Authentication;

/// <summary>Mints tokens with ConductorOne client credentials: a fresh private-key assertion for every request.</summary>
internal sealed class ClientCredentialsTokenSource(TokenEndpoint endpoint, ConductorOneClientId clientId, ClientAssertionFactory assertions) : ITokenSource
{
    public async ValueTask<AccessToken> GetTokenAsync(Uri server, AccessToken? rejected, CancellationToken cancellationToken)
    {
        var assertion = await assertions.CreateAsync(server.DnsSafeHost, cancellationToken).ConfigureAwait(false);
        return await endpoint.RequestAsync(
            server,
            [
                new("client_id", clientId.ToString()),
                new("grant_type", "client_credentials"),
                new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                new("client_assertion", assertion),
            ],
            cancellationToken).ConfigureAwait(false);
    }
}
