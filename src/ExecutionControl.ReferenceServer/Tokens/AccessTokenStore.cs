using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Tokens;

/// <summary>The access tokens that were issued. Only their hashes are kept: a state file gives no token away.</summary>
internal static class AccessTokenStore
{
    /// <summary>Makes a token for a client.</summary>
    public static string Issue(StateSession session, string clientId, DateTimeOffset expiresAt)
    {
        var token = "sandbox-access-" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        session.Execute(
            "INSERT INTO access_tokens (hash, client_id, expires_at) VALUES ($hash, $client, $expires)",
            ("$hash", Hash(token)), ("$client", clientId), ("$expires", expiresAt.ToUnixTimeMilliseconds()));
        return token;
    }

    /// <summary>What was issued as a token, expired or not; null when it is unknown.</summary>
    public static IssuedToken? Find(StateSession session, string token) => session.First(
        "SELECT client_id, expires_at FROM access_tokens WHERE hash = $hash",
        row => new IssuedToken(row.Text("client_id"), row.Time("expires_at")),
        ("$hash", Hash(token)));

    /// <summary>Revokes the tokens of a client, or of all where it is null; gives their number.</summary>
    public static int Revoke(StateSession session, string? clientId) =>
        session.Execute("DELETE FROM access_tokens WHERE $client IS NULL OR client_id = $client", ("$client", clientId));

    public static void RemoveExpired(StateSession session, DateTimeOffset now) =>
        session.Execute("DELETE FROM access_tokens WHERE expires_at <= $now", ("$now", now.ToUnixTimeMilliseconds()));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>An access token that was issued.</summary>
/// <param name="ClientId">To whom.</param>
/// <param name="ExpiresAt">From when on it opens nothing.</param>
internal sealed record IssuedToken(string ClientId, DateTimeOffset ExpiresAt);
