namespace ExecutionControl.Client.Authentication;

/// <summary>Exchanges a workload's OIDC token for ConductorOne access tokens.</summary>
internal sealed class WorkloadFederationTokenSource(TokenEndpoint endpoint, ConductorOneClientId clientId, WorkloadToken workloadToken) : ITokenSource
{
    public async ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
    {
        var subjectToken = await workloadToken.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await endpoint.RequestAsync(
            context.Server,
            [
                new("client_id", clientId.ToString()),
                new("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
                new("subject_token", subjectToken),
                new("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
            ],
            subjectToken,
            cancellationToken).ConfigureAwait(false);
    }
}
