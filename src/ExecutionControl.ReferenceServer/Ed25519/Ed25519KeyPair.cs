using System.Numerics;
using System.Security.Cryptography;

namespace ExecutionControl.Reference.Ed25519;

/// <summary>A seed and the public key that RFC 8032 section 5.1.5 derives from it.</summary>
internal sealed class Ed25519KeyPair
{
    private const int SeedLength = 32;

    private Ed25519KeyPair(byte[] seed, byte[] publicKey)
    {
        Seed = seed;
        PublicKey = publicKey;
    }

    public byte[] Seed { get; }

    public byte[] PublicKey { get; }

    /// <summary>Makes a key pair from the system's random source.</summary>
    public static Ed25519KeyPair Generate() => FromSeed(RandomNumberGenerator.GetBytes(SeedLength));

    public static Ed25519KeyPair FromSeed(byte[] seed)
    {
        Span<byte> scalar = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(seed, scalar);
        scalar = scalar[..SeedLength];
        scalar[0] &= 0b1111_1000;
        scalar[^1] &= 0b0111_1111;
        scalar[^1] |= 0b0100_0000;
        return new Ed25519KeyPair(seed, EdwardsPoint.Base.Multiply(new BigInteger(scalar, isUnsigned: true)).Encode());
    }
}
