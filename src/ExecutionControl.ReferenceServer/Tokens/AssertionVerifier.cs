using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace ExecutionControl.Reference.Tokens;

/// <summary>Checks a client assertion: a JWS in compact form, signed with the client's Ed25519 key (RFC 7515, 7523, 8037).</summary>
internal sealed class AssertionVerifier(TimeProvider timeProvider)
{
    // Clients set nbf two minutes back and exp two minutes ahead; that is their tolerance. This is only for the rounding of seconds.
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(5);

    // An assertion has to be remembered until it expires, so it must not live for ever.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Verifies everything but whether the nonce was used before.</summary>
    /// <param name="client">The client whose key has to have signed it.</param>
    /// <param name="assertion">The assertion as the client sent it.</param>
    /// <param name="clientId">The client id that it has to be about.</param>
    /// <param name="host">The host, without port, that the request was sent to.</param>
    /// <exception cref="OAuthFaultException">A check failed; the message says which.</exception>
    public VerifiedAssertion Verify(RegisteredClient client, string assertion, string clientId, string host)
    {
        try
        {
            return Check(client, assertion, clientId, host);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: valid JSON, but no text.
            throw Refused("holds text that is not Unicode");
        }
    }

    private VerifiedAssertion Check(RegisteredClient client, string assertion, string clientId, string host)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3)
        {
            throw Refused("is not a JWS in compact form");
        }

        using var header = ParseObject(Decode(parts[0], "header"), "header");
        var nonce = CheckHeader(client, header.RootElement);
        var signature = Decode(parts[2], "signature");
        if (!Ed25519Verifier.IsPublicKey(client.PublicKey))
        {
            // Only a state file can hold one.
            throw Refused("cannot be checked: the key that is registered for the client is no Ed25519 public key; remove the client and add it again");
        }

        if (!Ed25519Verifier.Verify(client.PublicKey, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature))
        {
            throw Refused("has a signature that is not the client's");
        }

        using var claims = ParseObject(Decode(parts[1], "payload"), "payload");
        CheckParties(claims.RootElement, clientId, host);
        return new VerifiedAssertion(nonce, CheckTimes(claims.RootElement) + Leeway);
    }

    private static string CheckHeader(RegisteredClient client, JsonElement header)
    {
        if (Text(header, "alg") is not "EdDSA")
        {
            throw Refused("is not signed by the algorithm EdDSA");
        }

        if (header.TryGetProperty("crit", out _))
        {
            throw Refused("names critical header fields that the server does not know");
        }

        if (header.TryGetProperty("kid", out _) && !string.Equals(Text(header, "kid"), client.KeyId, StringComparison.Ordinal))
        {
            throw Refused("names a key that is not the client's");
        }

        return Text(header, "nonce") is { Length: 32 } nonce && nonce.All(char.IsAsciiHexDigitLower)
            ? nonce
            : throw Refused("has no nonce of 32 lower-case hex characters in its header");
    }

    private static void CheckParties(JsonElement claims, string clientId, string host)
    {
        if (!string.Equals(Text(claims, "iss"), clientId, StringComparison.Ordinal))
        {
            throw Refused("has an iss that is not the client id");
        }

        if (!string.Equals(Text(claims, "sub"), clientId, StringComparison.Ordinal))
        {
            throw Refused("has a sub that is not the client id");
        }

        // An IPv6 address has brackets in a URL; some clients leave them away in the audience.
        if (!Audiences(claims).Any(audience => string.Equals(audience.Trim('[', ']'), host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)))
        {
            throw Refused($"is not for the audience {host}");
        }
    }

    private DateTimeOffset CheckTimes(JsonElement claims)
    {
        var now = timeProvider.GetUtcNow();
        var issuedAt = Time(claims, "iat");
        var notBefore = Time(claims, "nbf");
        var expiresAt = Time(claims, "exp");
        if (notBefore > now + Leeway)
        {
            throw Refused("is not valid yet: check the client's clock");
        }

        if (expiresAt <= now - Leeway)
        {
            throw Refused("has expired: check the client's clock");
        }

        if (issuedAt < notBefore || issuedAt > expiresAt)
        {
            throw Refused("was not issued between its nbf and its exp");
        }

        return expiresAt - now > LongestLife ? throw Refused("lives longer than ten minutes") : expiresAt;
    }

    private static IEnumerable<string> Audiences(JsonElement claims) => claims.TryGetProperty("aud", out var audience)
        ? audience.ValueKind switch
        {
            JsonValueKind.String => [audience.GetString()!],
            JsonValueKind.Array => [.. audience.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => [],
        }
        : [];

    private static DateTimeOffset Time(JsonElement claims, string name)
    {
        // Seconds, a fraction allowed; the bounds keep an absurd number out of the arithmetic.
        return claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var seconds) && seconds is > 0 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : throw Refused($"has no {name}");
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Decode(string part, string name)
    {
        // The decoder also takes padding and white space, which RFC 7515 does not.
        if (part.Contains('=', StringComparison.Ordinal) || part.Any(char.IsWhiteSpace) || !Base64Url.IsValid(part))
        {
            throw Refused($"has a {name} that is not base64url");
        }

        return Base64Url.DecodeFromChars(part);
    }

    private static JsonDocument ParseObject(byte[] json, string name)
    {
        try
        {
            var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw Refused($"has a {name} that is not a JSON object");
    }

    private static OAuthFaultException Refused(string why) => OAuthFaultException.InvalidClient($"the client assertion {why}");
}

/// <summary>What is left of an assertion once everything else about it was found to be right.</summary>
/// <param name="Nonce">Its nonce, still to be checked against those used before.</param>
/// <param name="RememberUntil">From when on it is too old to be sent again.</param>
internal sealed record VerifiedAssertion(string Nonce, DateTimeOffset RememberUntil);
