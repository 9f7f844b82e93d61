using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Tokens;

/// <summary>The nonces of assertions that were accepted, for as long as those could be sent again.</summary>
internal static class AssertionNonceStore
{
    /// <summary>Notes a nonce; false when the client has used it before.</summary>
    public static bool TryUse(StateSession session, string clientId, string nonce, DateTimeOffset rememberUntil) => session.Execute(
        "INSERT INTO assertion_nonces (client_id, nonce, expires_at) VALUES ($client, $nonce, $expires) ON CONFLICT DO NOTHING",
        ("$client", clientId), ("$nonce", nonce), ("$expires", rememberUntil.ToUnixTimeMilliseconds())) == 1;

    public static void RemoveExpired(StateSession session, DateTimeOffset now) =>
        session.Execute("DELETE FROM assertion_nonces WHERE expires_at <= $now", ("$now", now.ToUnixTimeMilliseconds()));
}
