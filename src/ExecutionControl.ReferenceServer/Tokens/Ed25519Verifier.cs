using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ExecutionControl.Reference.Tokens;

/// <summary>
/// Verifies Ed25519 signatures (RFC 8032 section 5.1.7) as strictly as that allows: a key and the R of a signature must be canonical
/// points of the prime order, as every key and signature is that was made by the rules.
/// </summary>
internal static class Ed25519Verifier
{
    public const int PublicKeyLength = 32;

    public const int SignatureLength = 64;

    /// <summary>
    /// Whether the bytes are a public key that may be registered. A key of small order is none: anybody can sign for it.
    /// </summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> encoded) => encoded.Length == PublicKeyLength && Ed25519.ValidatePublicKeyFull(encoded);

    /// <summary>Whether the signature is the key's; false as well for what is no key or no signature.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        IsPublicKey(publicKey) && signature.Length == SignatureLength

        // Verifiers disagree on an R with a part of small order: BouncyCastle would take it, most others do not.
        && IsPublicKey(signature[..PublicKeyLength])
        && Ed25519.Verify(signature, publicKey, message);
}
