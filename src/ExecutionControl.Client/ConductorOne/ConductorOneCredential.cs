using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Http;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>Settles which server a client's options mean, and how its tokens are had.</summary>
internal static class ConductorOneCredential
{
    private const string Kinds = "ClientId with ClientSecret, AssertionSigner or WorkloadToken; an AccessToken; or a TokenSource";

    /// <exception cref="ArgumentException">
    /// The options name no credential, more than one, or a malformed one, or another option is out of its bounds.
    /// </exception>
    public static Credential Resolve(ConductorOneClientOptions options)
    {
        var mistakes = new OptionMistakes();
        var credential = Read(options, mistakes);
        mistakes.ThrowIfAny();
        return credential!;
    }

    /// <summary>The credential; <see langword="null"/> where a mistake leaves none.</summary>
    public static Credential? Read(ConductorOneClientOptions options, OptionMistakes mistakes)
    {
        options.Check(mistakes);
        var isMinted = IsMinted(options, mistakes);
        var clientId = isMinted is true ? ReadClientId(options, mistakes) : null;
        if (isMinted is true && !string.IsNullOrEmpty(options.ClientSecret))
        {
            // Only a check here: the key is read again where it is kept, and erased with it.
            mistakes.Try(nameof(options.ClientSecret), () => ConductorOneClientSecret.Parse(options.ClientSecret))?.Dispose();
        }

        if (!string.IsNullOrEmpty(options.AccessToken))
        {
            mistakes.Try(nameof(options.AccessToken), () => HeaderValue.Require(options.AccessToken, nameof(options.AccessToken)));
        }

        var address = options.ServerUrl ?? (clientId is null ? null : new Uri($"https://{clientId.Host}"));
        if (address is null && isMinted is false)
        {
            mistakes.Add(nameof(options.ServerUrl), "ServerUrl is required where no client id names the tenant's host.");
        }

        var server = address is null ? null : mistakes.Try(nameof(options.ServerUrl), () => ServerAddress.Require(address, nameof(options.ServerUrl)));
        if (!mistakes.IsEmpty)
        {
            return null;
        }

        return isMinted is true
            ? Minted(options, clientId!, server!)
            : Credential.Static(server!, options.TokenSource, options.AccessToken);
    }

    /// <summary>Whether tokens are minted, rather than given; <see langword="null"/> where the options do not name exactly one credential.</summary>
    private static bool? IsMinted(ConductorOneClientOptions options, OptionMistakes mistakes)
    {
        bool[] given =
        [
            !string.IsNullOrEmpty(options.ClientSecret),
            options.AssertionSigner is not null,
            options.WorkloadToken is not null,
            !string.IsNullOrEmpty(options.AccessToken),
            options.TokenSource is not null,
        ];
        switch (given.Count(isGiven => isGiven))
        {
            case 1:
                return given[0] || given[1] || given[2];
            case 0:
                mistakes.Add(nameof(options.ClientSecret), $"ConductorOne needs a credential: {Kinds}.");
                return null;
            default:
                mistakes.Add(nameof(options.ClientSecret), $"ConductorOne takes one credential: {Kinds}.");
                return null;
        }
    }

    private static ConductorOneClientId? ReadClientId(ConductorOneClientOptions options, OptionMistakes mistakes)
    {
        if (!string.IsNullOrEmpty(options.ClientId))
        {
            return mistakes.Try(nameof(options.ClientId), () => ConductorOneClientId.Parse(options.ClientId));
        }

        mistakes.Add(nameof(options.ClientId), "ClientId is missing; it belongs to ClientSecret, AssertionSigner or WorkloadToken.");
        return null;
    }

    private static Credential Minted(ConductorOneClientOptions options, ConductorOneClientId clientId, Uri server)
    {
        if (options.WorkloadToken is { } workload)
        {
            var key = TokenStoreKey.Of(server, clientId, "workload", workload.Identity);
            return new Credential(server, (endpoint, logger) => Cache(options, new WorkloadFederationTokenSource(endpoint, clientId, workload), key, logger))
            {
                Identity = (clientId.ToString(), workload.Source),
            };
        }

        if (options.AssertionSigner is { } signer)
        {
            var key = TokenStoreKey.Of(server, clientId, "signer", signer.KeyId ?? string.Empty);
            return new Credential(server, (endpoint, logger) => Cache(options, Source(endpoint, signer, ownedKey: null), key, logger))
            {
                Identity = (clientId.ToString(), signer),
            };
        }

        var secret = options.ClientSecret!;
        return new Credential(server, (endpoint, logger) =>
        {
            var own = SignerOf(secret);
            return Cache(options, Source(endpoint, own, own as IDisposable), TokenStoreKey.Of(server, clientId, "secret", secret), logger);
        })
        {
            Identity = (clientId.ToString(), secret),
        };

        ClientCredentialsTokenSource Source(TokenEndpoint endpoint, IClientAssertionSigner signedBy, IDisposable? ownedKey) =>
            new(endpoint, clientId, new ClientAssertionFactory(clientId, signedBy, options.TimeProvider), ownedKey);
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
