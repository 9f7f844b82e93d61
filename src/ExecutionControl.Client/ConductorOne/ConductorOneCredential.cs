using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Http;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>Settles which server a client's options mean, and how its tokens are had.</summary>
internal static class ConductorOneCredential
{
    private const string Kinds = "ClientId with ClientSecret, AssertionSigner or WorkloadToken; an AccessToken; or a TokenSource";

    /// <exception cref="ArgumentException">The options name no credential, more than one, or a malformed one.</exception>
    public static Credential Resolve(ConductorOneClientOptions options)
    {
        var hasWorkload = options.WorkloadToken is not null;
        var hasKey = !string.IsNullOrEmpty(options.ClientSecret) || options.AssertionSigner is not null;
        var hasToken = !string.IsNullOrEmpty(options.AccessToken);
        var hasSource = options.TokenSource is not null;
        if ((hasWorkload ? 1 : 0) + (hasKey ? 1 : 0) + (hasToken ? 1 : 0) + (hasSource ? 1 : 0) is not 1 and var given)
        {
            throw new ArgumentException(
                (given == 0 ? "ConductorOne needs a credential" : "ConductorOne takes one credential") + $": {Kinds}.",
                nameof(options));
        }

        if (hasToken || hasSource)
        {
            var address = options.ServerUrl
                ?? throw new ArgumentException("ServerUrl is required where no client id names the tenant's host.", nameof(options));
            return Credential.Static(ServerAddress.Require(address, nameof(options.ServerUrl)), options.TokenSource, options.AccessToken);
        }

        if (string.IsNullOrEmpty(options.ClientId))
        {
            throw new ArgumentException("ClientId is missing; it belongs to ClientSecret, AssertionSigner or WorkloadToken.", nameof(options));
        }

        try
        {
            return WithClientId(options, ConductorOneClientId.Parse(options.ClientId));
        }
        catch (FormatException exception)
        {
            throw new ArgumentException(exception.Message, nameof(options), exception);
        }
    }

    private static Credential WithClientId(ConductorOneClientOptions options, ConductorOneClientId clientId)
    {
        var server = ServerAddress.Require(options.ServerUrl ?? new Uri($"https://{clientId.Host}"), nameof(options.ServerUrl));
        var time = options.TimeProvider;
        if (options.WorkloadToken is { } workload)
        {
            var key = TokenStoreKey.Of(server, clientId, "workload", workload.Identity);
            return new Credential(server, (endpoint, logger) => Cache(options, new WorkloadFederationTokenSource(endpoint, clientId, workload), key, logger));
        }

        if (options.AssertionSigner is not null && !string.IsNullOrEmpty(options.ClientSecret))
        {
            throw new ArgumentException($"ConductorOne takes one credential: {Kinds}.", nameof(options));
        }

        if (options.AssertionSigner is null)
        {
            // Only a check here: the key is read again where it is kept, and erased with it.
            ConductorOneClientSecret.Parse(options.ClientSecret!).Dispose();
        }

        return new Credential(server, (endpoint, logger) =>
        {
            var signer = options.AssertionSigner ?? SignerOf(options.ClientSecret!);
            var source = new ClientCredentialsTokenSource(
                endpoint,
                clientId,
                new ClientAssertionFactory(clientId, signer, time),
                options.AssertionSigner is null ? signer as IDisposable : null);
            var key = options.AssertionSigner is null
                ? TokenStoreKey.Of(server, clientId, "secret", options.ClientSecret!)
                : TokenStoreKey.Of(server, clientId, "signer", signer.KeyId ?? string.Empty);
            return Cache(options, source, key, logger);
        });
    }

    private static CachingTokenSource Cache(ConductorOneClientOptions options, ITokenSource source, string key, ILogger logger) => new(
        options.TokenStore is { } store ? new StoringTokenSource(source, store, key, options.TimeProvider, logger) : source,
        MintTimeout(options.Retry),
        options.TimeProvider,
        logger);

    // Shorter than the attempt that waits for the token: were it to end with it, the next attempt could still come upon the
    // request that has just failed, and be lost with it.
    private static TimeSpan MintTimeout(ControlRetryOptions retry) => OptionValue.Limit(retry.AttemptTimeout) * 0.9 ?? Timeout.InfiniteTimeSpan;

    private static IClientAssertionSigner SignerOf(string clientSecret)
    {
        using var secret = ConductorOneClientSecret.Parse(clientSecret);
        return secret.CreateSigner();
    }
}
