using System.Reflection;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Testing.Signatures;

namespace ExecutionControl.Client.Tests.Authentication;

public sealed class Ed25519ClientAssertionSignerTests
{
    private const int PointSize = 32;

    public static TheoryData<string, string, string, string, string> Vectors => Rfc8032Vectors.All;

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task SignAsync_Rfc8032Vector_GivesItsSignature(string name, string seed, string publicKey, string message, string signature)
    {
        using var signer = new Ed25519ClientAssertionSigner(Convert.FromHexString(seed), keyId: null);

        Assert.True(
            Libsodium.Verify(Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature)), $"{name} is mistyped.");
        Assert.Equal(signature, Convert.ToHexStringLower(await SignAsync(signer, Convert.FromHexString(message))));
        Assert.Equal("EdDSA", signer.Algorithm);
    }

    [Fact]
    public async Task SignAsync_RandomKeysAndMessages_AgreesWithLibsodium()
    {
        var random = new Random(20260101);
        for (var i = 0; i < TestScale.Times(1000); i++)
        {
            await AssertAgreementAsync(Bytes(random, Ed25519ClientAssertionSigner.SeedSize), Bytes(random, random.Next(2048)), random);
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xff)]
    [InlineData(0x80)]
    public async Task SignAsync_EdgeSeed_AgreesWithLibsodium(byte value)
    {
        var random = new Random(value);
        var seed = new byte[Ed25519ClientAssertionSigner.SeedSize];
        seed.AsSpan().Fill(value);

        // Every length up to one that passes SHA-512's block size of 128 bytes.
        for (var length = 0; length < 130; length++)
        {
            await AssertAgreementAsync(seed, Bytes(random, length), random);
        }
    }

    [Fact]
    public async Task SignAsync_ManyThreadsAtOnce_AllGiveTheSameSignature()
    {
        using var signer = new Ed25519ClientAssertionSigner(ClientSecretText.Seed, keyId: null);
        var message = Bytes(new Random(1), 300);
        var expected = Libsodium.Sign(ClientSecretText.Seed, message);

        await Parallel.ForAsync(0, TestScale.Times(500), async (_, _) => Assert.Equal(expected, await SignAsync(signer, message)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void Constructor_SeedOfAnotherLength_Throws(int length) =>
        Assert.Throws<ArgumentException>(() => new Ed25519ClientAssertionSigner(new byte[length], keyId: null));

    [Fact]
    public async Task SignAsync_Cancelled_Throws()
    {
        using var signer = new Ed25519ClientAssertionSigner(ClientSecretText.Seed, keyId: null);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await signer.SignAsync(new byte[1], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task SignAsync_Disposed_Throws()
    {
        using var secret = ConductorOneClientSecret.Parse(ClientSecretText.Valid);
        var signer = secret.CreateSigner();
        var disposable = Assert.IsAssignableFrom<IDisposable>(signer);
        disposable.Dispose();
        disposable.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await signer.SignAsync(new byte[1], CancellationToken.None));
    }

    [Fact]
    public void Dispose_Signer_ErasesTheSeedAndLeavesTheCallersAlone()
    {
        byte[] seed = [.. ClientSecretText.Seed];
        var signer = new Ed25519ClientAssertionSigner(seed, keyId: null);
        var copies = typeof(Ed25519ClientAssertionSigner).GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .Select(field => field.GetValue(signer)).OfType<byte[]>().Where(bytes => bytes.SequenceEqual(seed)).ToList();

        signer.Dispose();

        Assert.Equal(new byte[Ed25519ClientAssertionSigner.SeedSize], Assert.Single(copies));
        Assert.Equal(ClientSecretText.Seed, seed);
    }

    private static async Task AssertAgreementAsync(byte[] seed, byte[] message, Random random)
    {
        using var signer = new Ed25519ClientAssertionSigner(seed, keyId: null);
        var publicKey = Libsodium.PublicKey(seed);
        var signature = await SignAsync(signer, message);

        Assert.Equal(Libsodium.Sign(seed, message), signature);
        Assert.True(Libsodium.Verify(publicKey, message, signature));

        // Shows that the oracle's yes means something.
        Assert.False(Libsodium.Verify(publicKey, message, [.. Tampered(signature[..PointSize], random), .. signature[PointSize..]]));
        Assert.False(Libsodium.Verify(publicKey, message, [.. signature[..PointSize], .. Tampered(signature[PointSize..], random)]));
        Assert.False(Libsodium.Verify(Tampered(publicKey, random), message, signature));
        Assert.False(Libsodium.Verify(Libsodium.PublicKey(Tampered(seed, random)), message, signature));
        Assert.False(Libsodium.Verify(publicKey, [.. message, 0], signature));
        if (message.Length > 0)
        {
            Assert.False(Libsodium.Verify(publicKey, Tampered(message, random), signature));
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

    private static async Task<byte[]> SignAsync(Ed25519ClientAssertionSigner signer, byte[] message) =>
        await signer.SignAsync(message, CancellationToken.None);
}
