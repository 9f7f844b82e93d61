using Microsoft.Kiota.Abstractions.Authentication;

namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Takes tokens from any Kiota access token provider, such as those of Azure.Identity. Such a provider cannot be told that a
/// token was rejected, so a rejection stands.
/// </summary>
/// <param name="provider">The provider. It must allow the server's host.</param>
public sealed class KiotaTokenSource(IAccessTokenProvider provider) : ITokenSource
{
    private readonly IAccessTokenProvider _provider = provider ?? throw new ArgumentNullException(nameof(provider));

    /// <inheritdoc/>
    public async ValueTask<AccessToken> GetTokenAsync(Uri server, AccessToken? rejected, CancellationToken cancellationToken)
    {
        if (rejected is not null)
        {
            return rejected;
        }

        var token = await _provider.GetAuthorizationTokenAsync(server, cancellationToken: cancellationToken).ConfigureAwait(false);
        return string.IsNullOrEmpty(token)
            ? throw new TokenRequestException($"the token provider gave no token for {server.Authority}", isRejection: true)
            : new AccessToken(token);
    }
}
