using ExecutionControl.Reference.Credentials;
using ExecutionControl.Reference.Tests.Support;
using ExecutionControl.Reference.Tokens;
using ExecutionControl.Testing.Signatures;

namespace ExecutionControl.Reference.Tests.Tokens;

public sealed class Ed25519VerifierTests
{
    private const int PointLength = 32;

    public static TheoryData<string, string, string, string, string> Vectors => Rfc8032Vectors.All;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verify_Rfc8032Vector_IsValid(string name, string seed, string publicKey, string message, string signature)
    {
        Assert.Equal(publicKey, Convert.ToHexStringLower(Libsodium.PublicKey(Convert.FromHexString(seed))));
        Assert.True(Ed25519Verifier.IsPublicKey(Convert.FromHexString(publicKey)), name);
        Assert.True(Ed25519Verifier.Verify(Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature)), name);
    }

    [Fact]
    public void Verify_RandomMessages_AgreesWithLibsodium()
    {
        var random = new Random(20260301);
        for (var i = 0; i < TestScale.Of(1000); i++)
        {
            var (publicKey, message, signature) = Signed(random);
            Assert.True(Ed25519Verifier.Verify(publicKey, message, signature));

            AssertBothRefuse(publicKey, Tampered(message, random), signature);
            AssertBothRefuse(publicKey, [.. message, 0], signature);
            AssertBothRefuse(publicKey, message, [.. Tampered(signature[..PointLength], random), .. signature[PointLength..]]);
            AssertBothRefuse(publicKey, message, [.. signature[..PointLength], .. Tampered(signature[PointLength..], random)]);
            AssertBothRefuse(Tampered(publicKey, random), message, signature);
            AssertBothRefuse(Signed(random).PublicKey, message, signature);
        }
    }

    [Fact]
    public void Generate_KeyPairs_AreLibsodiumsAndNoTwoAlike()
    {
        var pairs = Enumerable.Range(0, 20).Select(_ => Ed25519KeyPair.Generate()).ToList();

        Assert.All(pairs, pair => Assert.Equal(Libsodium.PublicKey(pair.Seed), pair.PublicKey));
        Assert.All(pairs, pair => Assert.True(Ed25519Verifier.IsPublicKey(pair.PublicKey)));
        Assert.Equal(pairs.Count, pairs.Select(pair => Convert.ToHexString(pair.PublicKey)).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(0, 64)]
    [InlineData(32, 63)]
    [InlineData(32, 65)]
    [InlineData(32, 31)]
    [InlineData(32, 0)]
    [InlineData(64, 32)]
    public void Verify_WrongLengths_IsRefused(int keyLength, int signatureLength)
    {
        var (publicKey, message, signature) = Signed(new Random(2));
        Array.Resize(ref publicKey, keyLength);
        Array.Resize(ref signature, signatureLength);

        Assert.False(Ed25519Verifier.Verify(publicKey, message, signature));
        Assert.Equal(keyLength == PointLength, Ed25519Verifier.IsPublicKey(publicKey));
    }

    private static void AssertBothRefuse(byte[] publicKey, byte[] message, byte[] signature)
    {
        Assert.False(Ed25519Verifier.Verify(publicKey, message, signature));
        Assert.False(Libsodium.Verify(publicKey, message, signature));
    }

    private static (byte[] PublicKey, byte[] Message, byte[] Signature) Signed(Random random)
    {
        var seed = Bytes(random, 32);
        var message = Bytes(random, random.Next(1, 300));
        return (Libsodium.PublicKey(seed), message, Libsodium.Sign(seed, message));
    }

    private static byte[] Tampered(byte[] bytes, Random random)
    {
        byte[] copy = [.. bytes];
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
