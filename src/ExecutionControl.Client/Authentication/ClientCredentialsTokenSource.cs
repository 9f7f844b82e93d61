using System.Security.Cryptography;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Authentication;

/// <summary>Mints tokens with ConductorOne client credentials: a fresh private-key assertion for every request.</summary>
/// <param name="endpoint">The way to the token endpoint.</param>
/// <param name="clientId">Who asks.</param>
/// <param name="assertions">Makes the assertions.</param>
/// <param name="ownedKey">What holds the key, if it is to be erased with this source.</param>
internal sealed class ClientCredentialsTokenSource(
    TokenEndpoint endpoint,
    ConductorOneClientId clientId,
    ClientAssertionFactory assertions,
    IDisposable? ownedKey) : ITokenSource, IDisposable
{
    public async ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
    {
        var server = context.Server;
        string assertion;
        try
        {
            assertion = await assertions.CreateAsync(server.DnsSafeHost, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw new TokenRequestException(
                $"the assertion for {server.Authority} could not be signed: {exception.Message}",
                isRejection: exception is CryptographicException,
                exception);
        }

        return await endpoint.RequestAsync(
            server,
            [
                new("client_id", clientId.ToString()),
                new("grant_type", "client_credentials"),
                new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                new("client_assertion", assertion),
            ],
            assertion,
            cancellationToken).ConfigureAwait(false);
    }

    // What a signer has to say itself, it says with the exception that says it.
    private static bool IsFailure(Exception exception) => exception is not TokenRequestException && !ProgramMistake.Is(exception);

    public void Dispose() => ownedKey?.Dispose();
}
