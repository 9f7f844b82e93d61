using NSec.Cryptography;

namespace ExecutionControl.Testing.Signatures;

/// <summary>Ed25519 by libsodium, which shares nothing with the code under test.</summary>
internal static class Libsodium
{
    private static readonly SignatureAlgorithm Ed25519 = SignatureAlgorithm.Ed25519;

    public static byte[] PublicKey(byte[] seed)
    {
        using var key = Import(seed);
        return key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    public static byte[] Sign(byte[] seed, byte[] message)
    {
        using var key = Import(seed);
        return Ed25519.Sign(key, message);
    }

    /// <summary>False, too, for bytes that are no public key, and for signatures of a wrong length.</summary>
    public static bool Verify(byte[] publicKey, byte[] message, byte[] signature) =>
        NSec.Cryptography.PublicKey.TryImport(Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key) && Ed25519.Verify(key!, message, signature);

    private static Key Import(byte[] seed) => Key.Import(Ed25519, seed, KeyBlobFormat.RawPrivateKey);
}
