using System.Numerics;
using System.Security.Cryptography;

namespace ExecutionControl.Reference.Ed25519;

/// <summary>
/// Verifies Ed25519 signatures as RFC 8032 section 5.1.7 says it, without its cofactor. Nothing in it is secret, so it is written
/// to be read and not to run in constant time.
/// </summary>
internal static class Ed25519Verifier
{
    public const int PublicKeyLength = EdwardsPoint.EncodedLength;

    public const int SignatureLength = 64;

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyLength || signature.Length != SignatureLength)
        {
            return false;
        }

        var encodedR = signature[..EdwardsPoint.EncodedLength];
        var s = new BigInteger(signature[EdwardsPoint.EncodedLength..], isUnsigned: true);

        // An S that is not reduced would make a second valid signature out of every first.
        if (s >= Curve.L || EdwardsPoint.Decode(publicKey) is not { } a || EdwardsPoint.Decode(encodedR) is not { } r)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(encodedR);
        hash.AppendData(publicKey);
        hash.AppendData(message);
        var k = BigInteger.Remainder(new BigInteger(hash.GetHashAndReset(), isUnsigned: true), Curve.L);

        return EdwardsPoint.Base.Multiply(s).IsSamePointAs(r.Add(a.Multiply(k)));
    }
}
