using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>Settles which server a client's options mean, and how its tokens are had.</summary>
internal static class ConductorOneCredential
{
    /// <exception cref="ArgumentException">The options name no credential, more than one, or a malformed one.</exception>
    public static ServerConnection Connect(ConductorOneClientOptions options)
    {
        var hasClient = !string.IsNullOrEmpty(options.ClientId) || !string.IsNullOrEmpty(options.ClientSecret) || options.AssertionSigner is not null;
        var hasToken = !string.IsNullOrEmpty(options.AccessToken);
        var given = (hasClient ? 1 : 0) + (hasToken ? 1 : 0) + (options.TokenSource is null ? 0 : 1);
        if (given != 1)
        {
            throw new ArgumentException(
                given == 0
                    ? "ConductorOne needs a credential: ClientId with ClientSecret, an AccessToken, or a TokenSource."
                    : "ConductorOne takes one credential: ClientId with ClientSecret, an AccessToken, or a TokenSource.",
                nameof(options));
        }

        if (!hasClient)
        {
            return new ServerConnection(
                options,
                ServerAddress.Require(
                    options.ServerUrl ?? throw new ArgumentException("ServerUrl is required where no client id names the tenant's host.", nameof(options)),
                    nameof(options.ServerUrl)),
                _ => new StaticTokenSource(options.AccessToken!));
        }

        if (string.IsNullOrEmpty(options.ClientId) || string.IsNullOrEmpty(options.ClientSecret) == options.AssertionSigner is null)
        {
            throw new ArgumentException("ClientId goes with either ClientSecret or AssertionSigner; one of them is missing, or both are given.", nameof(options));
        }

        try
        {
            var clientId = ConductorOneClientId.Parse(options.ClientId);
            var server = ServerAddress.Require(options.ServerUrl ?? new Uri($"https://{clientId.Host}"), nameof(options.ServerUrl));
            var assertions = new ClientAssertionFactory(clientId, options.AssertionSigner ?? SignerOf(options.ClientSecret!), options.TimeProvider);
            return new ServerConnection(
                options,
                server,
                endpoint => new CachingTokenSource(new ClientCredentialsTokenSource(endpoint, clientId, assertions), options.TimeProvider));
        }
        catch (FormatException exception)
        {
            throw new ArgumentException(exception.Message, nameof(options), exception);
        }
    }

    private static IClientAssertionSigner SignerOf(string clientSecret)
    {
        using var secret = ConductorOneClientSecret.Parse(clientSecret);
        return secret.CreateSigner();
    }
}
