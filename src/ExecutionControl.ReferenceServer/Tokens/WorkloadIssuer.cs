using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ExecutionControl.Reference.Tokens;

/// <summary>
/// The identity provider of workloads, whose OIDC tokens the token endpoint exchanges: it issues them, signed with a key that is random for
/// each start (ES256), and knows them again. What the service demands of a token beyond its signature is assumed.
/// </summary>
internal sealed class WorkloadIssuer(TimeProvider timeProvider) : IDisposable
{
    private const string Issuer = "https://workloads.reference-server.invalid";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Lazy<ECDsa> _key = new(() => ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Issues a token for a workload that wants to be a client.</summary>
    public string Issue(string subject, string audience, TimeSpan lifetime)
    {
        var now = timeProvider.GetUtcNow();
        var header = Encode(json => json.WriteString("alg", "ES256"));
        var claims = Encode(json =>
        {
            json.WriteString("iss", Issuer);
            json.WriteString("sub", subject);
            json.WriteString("aud", audience);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + lifetime).ToUnixTimeSeconds());
        });
        return $"{header}.{claims}.{Base64Url.EncodeToString(_key.Value.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Refuses a token that is not one of its own, for this client and of this moment.</summary>
    /// <exception cref="OAuthFaultException">The message says what is wrong.</exception>
    public void Verify(string token, string clientId)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !parts.All(part => Base64Url.IsValid(part)))
        {
            throw Refused("is not a JWT");
        }

        if (!_key.Value.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256))
        {
            throw Refused("is not signed by the issuer that the client trusts");
        }

        // From here on it is a token that was issued here: its form needs no more doubt.
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]), Strict);
        if (!string.Equals(claims.RootElement.GetProperty("aud").GetString(), clientId, StringComparison.Ordinal))
        {
            throw Refused("is not for this client");
        }

        if (DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("exp").GetInt64()) <= timeProvider.GetUtcNow())
        {
            throw Refused("has expired");
        }
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    private static OAuthFaultException Refused(string why) => OAuthFaultException.InvalidGrant($"the subject token {why}");
}
