using System.Security.Cryptography;
using ExecutionControl.Client.Authentication.Ed25519;

namespace ExecutionControl.Client.Tests.Authentication.Ed25519;

public sealed class Ed25519PrivateKeyTests
{
    public static TheoryData<string, string, string, string, string> Vectors => Rfc8032Vectors.All;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Sign_Rfc8032Vector_GivesItsPublicKeyAndSignature(
        string name, string seed, string publicKey, string message, string signature)
    {
        using var key = new Ed25519PrivateKey(Convert.FromHexString(seed));

        Assert.True(
            IndependentEd25519.Verify(
                Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature)),
            $"{name} is mistyped.");
        Assert.Equal(publicKey, Convert.ToHexStringLower(key.PublicKey));
        Assert.Equal(signature, Convert.ToHexStringLower(Sign(key, Convert.FromHexString(message))));
    }

    [Fact]
    public void Sign_RandomKeysAndMessages_AgreesWithTheIndependentImplementation()
    {
        var random = new Random(20260101);
        for (var i = 0; i < TestScale.Times(1000); i++)
        {
            AssertAgreement(Bytes(random, Ed25519PrivateKey.SeedSize), Bytes(random, random.Next(2048)), random);
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xff)]
    [InlineData(0x80)]
    public void Sign_EdgeSeed_AgreesWithTheIndependentImplementation(byte value)
    {
        var random = new Random(value);
        var seed = new byte[Ed25519PrivateKey.SeedSize];
        seed.AsSpan().Fill(value);

        // Every length up to one that passes SHA-512's block size of 128 bytes.
        for (var length = 0; length < 130; length++)
        {
            AssertAgreement(seed, Bytes(random, length), random);
        }
    }

    [Fact]
    public void Sign_DestinationOverlapsMessage_GivesTheSameSignature()
    {
        using var key = new Ed25519PrivateKey(new byte[Ed25519PrivateKey.SeedSize]);
        var buffer = RandomNumberGenerator.GetBytes(128);
        var expected = Sign(key, buffer);

        key.Sign(buffer, buffer.AsSpan(16, Ed25519PrivateKey.SignatureSize));

        Assert.Equal(expected, buffer.AsSpan(16, Ed25519PrivateKey.SignatureSize).ToArray());
    }

    [Fact]
    public void Sign_ManyThreadsAtOnce_AllGiveTheSameSignature()
    {
        using var key = new Ed25519PrivateKey(new byte[Ed25519PrivateKey.SeedSize]);
        var message = RandomNumberGenerator.GetBytes(300);
        var expected = Sign(key, message);

        Parallel.For(0, TestScale.Times(500), _ => Assert.Equal(expected, Sign(key, message)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void Constructor_SeedOfAnotherLength_Throws(int length) =>
        Assert.Throws<ArgumentException>(() => new Ed25519PrivateKey(new byte[length]));

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    public void Sign_DestinationOfAnotherLength_Throws(int length)
    {
        using var key = new Ed25519PrivateKey(new byte[Ed25519PrivateKey.SeedSize]);

        Assert.Throws<ArgumentException>(() => key.Sign([], new byte[length]));
    }

    [Fact]
    public void Sign_AfterDispose_ThrowsAndWritesNothing()
    {
        var key = new Ed25519PrivateKey(new byte[Ed25519PrivateKey.SeedSize]);
        key.Dispose();
        key.Dispose();
        var signature = new byte[Ed25519PrivateKey.SignatureSize];

        Assert.Throws<ObjectDisposedException>(() => key.Sign([1, 2, 3], signature));
        Assert.Equal(new byte[Ed25519PrivateKey.SignatureSize], signature);
    }

    private static void AssertAgreement(byte[] seed, byte[] message, Random random)
    {
        using var key = new Ed25519PrivateKey(seed);
        var publicKey = key.PublicKey.ToArray();
        var signature = Sign(key, message);

        Assert.Equal(IndependentEd25519.PublicKey(seed), publicKey);
        Assert.Equal(IndependentEd25519.Sign(seed, message), signature);
        Assert.True(IndependentEd25519.Verify(publicKey, message, signature));

        // Shows that the oracle's yes means something.
        Assert.False(IndependentEd25519.Verify(publicKey, message, Tampered(signature, random)));
        Assert.False(IndependentEd25519.Verify(publicKey, [.. message, 0], signature));
        Assert.False(IndependentEd25519.Verify(IndependentEd25519.PublicKey(Tampered(seed, random)), message, signature));
        if (message.Length > 0)
        {
            Assert.False(IndependentEd25519.Verify(publicKey, Tampered(message, random), signature));
        }
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

    private static byte[] Sign(Ed25519PrivateKey key, ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519PrivateKey.SignatureSize];
        key.Sign(message, signature);
        return signature;
    }
}
