using System.Numerics;
using System.Security.Cryptography;

namespace ExecutionControl.Reference.Tests.Tokens.Edwards25519;

/// <summary>A private key that signs with any R and any public key that it is told to.</summary>
internal sealed class EdwardsKey
{
    private readonly BigInteger _scalar;

    public EdwardsKey(ReadOnlySpan<byte> seed)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(seed, hash);
        var scalar = hash[..EdwardsPoint.EncodedLength];
        scalar[0] &= 0b1111_1000;
        scalar[^1] &= 0b0111_1111;
        scalar[^1] |= 0b0100_0000;
        _scalar = new BigInteger(scalar, isUnsigned: true);
        PublicPoint = EdwardsPoint.Base.Multiply(_scalar);
    }

    public EdwardsPoint PublicPoint { get; }

    public byte[] PublicKey => PublicPoint.Encode();

    /// <summary>R and S = r + k a, where k = SHA-512(R, A, message): what the equation S B = R + k A asks for when R is r B.</summary>
    public byte[] Sign(byte[] message, BigInteger r, byte[] encodedR, byte[]? publicKey = null) =>
        Signature(encodedR, (r + (Challenge(encodedR, publicKey ?? PublicKey, message) * _scalar)) % Curve.L);

    public static byte[] Signature(byte[] encodedR, BigInteger s)
    {
        var signature = new byte[2 * EdwardsPoint.EncodedLength];
        encodedR.CopyTo(signature, 0);
        Assert.True(s.TryWriteBytes(signature.AsSpan(EdwardsPoint.EncodedLength), out _, isUnsigned: true));
        return signature;
    }

    public static BigInteger Challenge(byte[] encodedR, byte[] publicKey, byte[] message) =>
        new BigInteger(SHA512.HashData([.. encodedR, .. publicKey, .. message]), isUnsigned: true) % Curve.L;
}
