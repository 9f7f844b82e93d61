using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ExecutionControl.Reference.Credentials;

/// <summary>A new Ed25519 key: its seed, which becomes a part of a client secret, and its public key.</summary>
internal sealed class Ed25519KeyPair
{
    private const int KeyLength = 32;

    private Ed25519KeyPair(byte[] seed)
    {
        Seed = seed;
        PublicKey = new byte[KeyLength];
        Ed25519.GeneratePublicKey(seed, PublicKey);
    }

    public byte[] Seed { get; }

    public byte[] PublicKey { get; }

    /// <summary>Makes a key pair from the system's random source.</summary>
    public static Ed25519KeyPair Generate() => new(RandomNumberGenerator.GetBytes(KeyLength));
}
