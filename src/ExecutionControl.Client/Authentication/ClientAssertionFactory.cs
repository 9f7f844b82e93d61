using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Makes the signed assertion (a JSON Web Signature in compact form) that ConductorOne's token endpoint asks for. Every one
/// is new, with its own nonce and times: the endpoint may refuse one that it has seen before.
/// </summary>
internal sealed class ClientAssertionFactory
{
    private const int NonceSize = 16;

    // As ConductorOne's own clients have it: room for a clock that is wrong by up to two minutes either way.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(120);

    private readonly string _clientId;
    private readonly IClientAssertionSigner _signer;
    private readonly TimeProvider _timeProvider;
    private readonly Action<Span<byte>> _fillRandom;

    /// <param name="clientId">Who the assertion is about: the whole client id.</param>
    /// <param name="signer">Signs every assertion; not disposed here.</param>
    /// <param name="timeProvider">The clock of the claims.</param>
    /// <param name="fillRandom">Fills a buffer with random bytes for the nonce; by default the system's secure source.</param>
    internal ClientAssertionFactory(
        ConductorOneClientId clientId,
        IClientAssertionSigner signer,
        TimeProvider timeProvider,
        Action<Span<byte>>? fillRandom = null)
    {
        _clientId = clientId.ToString();
        _signer = signer;
        _timeProvider = timeProvider;
        _fillRandom = fillRandom ?? RandomNumberGenerator.Fill;
    }

    /// <summary>Makes a new assertion.</summary>
    /// <param name="audience">The token endpoint's host name, without scheme and port.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The audience is empty.</exception>
    /// <exception cref="InvalidOperationException">The signer gave no signature.</exception>
    internal async ValueTask<string> CreateAsync(string audience, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(audience);

        var signingInput = Encoding.ASCII.GetBytes($"{EncodeHeader()}.{EncodeClaims(audience)}");
        var signature = await _signer.SignAsync(signingInput, cancellationToken).ConfigureAwait(false);
        if (signature is not { Length: > 0 })
        {
            throw new InvalidOperationException(
                $"The client assertion signer {_signer.GetType()} gave no signature; no token was asked for.");
        }

        return $"{Encoding.ASCII.GetString(signingInput)}.{Base64Url.EncodeToString(signature)}";
    }

    private string EncodeHeader()
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        _fillRandom(nonce);

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("alg"u8, _signer.Algorithm);
            writer.WriteString("nonce"u8, Convert.ToHexStringLower(nonce));
            if (_signer.KeyId is { Length: > 0 } keyId)
            {
                writer.WriteString("kid"u8, keyId);
            }

            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    private string EncodeClaims(string audience)
    {
        var now = _timeProvider.GetUtcNow();

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("iss"u8, _clientId);
            writer.WriteString("sub"u8, _clientId);
            writer.WriteStartArray("aud"u8);
            writer.WriteStringValue(audience);
            writer.WriteEndArray();
            writer.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
            writer.WriteNumber("nbf"u8, (now - Tolerance).ToUnixTimeSeconds());
            writer.WriteNumber("exp"u8, (now + Tolerance).ToUnixTimeSeconds());
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}
