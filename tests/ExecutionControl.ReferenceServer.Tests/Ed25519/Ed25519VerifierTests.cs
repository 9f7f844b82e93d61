using System.Globalization;
using System.Numerics;
using ExecutionControl.Reference.Ed25519;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace ExecutionControl.Reference.Tests.Ed25519;

public sealed class Ed25519VerifierTests
{
    // RFC 8032 section 7.1: seed, public key, message, signature.
    public static TheoryData<string, string, string, string> Vectors { get; } = new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
        {
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verify_Rfc8032Vector_IsValid(string seed, string publicKey, string message, string signature)
    {
        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519KeyPair.FromSeed(Convert.FromHexString(seed)).PublicKey));
        Assert.True(Ed25519Verifier.Verify(Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature)));
    }

    [Fact]
    public void Verify_RandomMessages_AgreesWithBouncyCastle()
    {
        var random = new Random(20260301);
        for (var i = 0; i < 60; i++)
        {
            var (publicKey, message, signature) = Signed(random);
            Assert.True(Ed25519Verifier.Verify(publicKey, message, signature));

            // One bit anywhere in key, message or signature.
            var (key, text, mark) = ((byte[])publicKey.Clone(), (byte[])message.Clone(), (byte[])signature.Clone());
            byte[][] places = [key, text, mark];
            var place = places[random.Next(places.Length)];
            place[random.Next(place.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Equal(Oracle(key, text, mark), Ed25519Verifier.Verify(key, text, mark));
            Assert.False(Ed25519Verifier.Verify(key, text, mark));
        }
    }

    [Fact]
    public void FromSeed_RandomSeeds_AgreesWithBouncyCastle()
    {
        for (var i = 0; i < 20; i++)
        {
            var pair = Ed25519KeyPair.Generate();
            Assert.Equal(new Ed25519PrivateKeyParameters(pair.Seed, 0).GeneratePublicKey().GetEncoded(), pair.PublicKey);
        }
    }

    [Fact]
    public void Verify_UnreducedS_IsRefused()
    {
        var (publicKey, message, signature) = Signed(new Random(1));
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true) + Curve.L;
        Assert.True(s.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true));
        Assert.False(Ed25519Verifier.Verify(publicKey, message, signature));
    }

    [Theory]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(0, 64)]
    [InlineData(32, 63)]
    [InlineData(32, 65)]
    [InlineData(32, 0)]
    public void Verify_WrongLengths_IsRefused(int keyLength, int signatureLength)
    {
        var (publicKey, message, signature) = Signed(new Random(2));
        Array.Resize(ref publicKey, keyLength);
        Array.Resize(ref signature, signatureLength);
        Assert.False(Ed25519Verifier.Verify(publicKey, message, signature));
    }

    [Theory]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = p
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = p + 1, the neutral point not canonical
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")] // x = 0 with its sign set
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")] // no x for this y
    public void Decode_NoPoint_IsNull(string encoded)
    {
        Assert.Null(EdwardsPoint.Decode(Convert.FromHexString(encoded)));
        var (publicKey, message, signature) = Signed(new Random(3));
        Convert.FromHexString(encoded).CopyTo(signature, 0);
        Assert.False(Ed25519Verifier.Verify(publicKey, message, signature));
    }

    [Fact]
    public void Decode_OfEncode_IsSamePoint()
    {
        var point = EdwardsPoint.Base.Multiply(BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture));
        Assert.True(EdwardsPoint.Decode(point.Encode())!.Value.IsSamePointAs(point));
        Assert.True(EdwardsPoint.Base.Multiply(Curve.L).IsSamePointAs(new EdwardsPoint(0, 1, 1, 0)));
    }

    private static (byte[] PublicKey, byte[] Message, byte[] Signature) Signed(Random random)
    {
        var seed = new byte[32];
        random.NextBytes(seed);
        var message = new byte[random.Next(1, 300)];
        random.NextBytes(message);
        var key = new Ed25519PrivateKeyParameters(seed, 0);
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, key);
        signer.BlockUpdate(message, 0, message.Length);
        return (key.GeneratePublicKey().GetEncoded(), message, signer.GenerateSignature());
    }

    private static bool Oracle(byte[] publicKey, byte[] message, byte[] signature)
    {
        var verifier = new Ed25519Signer();
        verifier.Init(forSigning: false, new Ed25519PublicKeyParameters(publicKey, 0));
        verifier.BlockUpdate(message, 0, message.Length);
        return verifier.VerifySignature(signature);
    }
}
