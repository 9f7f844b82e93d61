using System.Numerics;
using System.Text;
using ExecutionControl.Reference.Tests.Tokens.Edwards25519;
using ExecutionControl.Reference.Tokens;
using ExecutionControl.Testing.Signatures;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ExecutionControl.Reference.Tests.Tokens;

/// <summary>
/// What verifiers get wrong: signatures that satisfy the equation S B = R + k A, or did so for a careless reader, and yet are nobody's.
/// </summary>
public sealed class Ed25519EdgeTests
{
    private static readonly byte[] Message = "resolve paused"u8.ToArray();

    private static readonly EdwardsKey Key = new([.. Enumerable.Range(1, 32).Select(number => (byte)number)]);

    // The nonce of the signatures made here: any number below L will do.
    private static readonly BigInteger Nonce = BigInteger.Pow(3, 150);

    private static readonly EdwardsPoint R = EdwardsPoint.Base.Multiply(Nonce);

    [Fact]
    public void Sign_ByTheRules_IsValid()
    {
        // Nothing below would mean anything if the key that makes the vectors made none that verify.
        var signature = Key.Sign(Message, Nonce, R.Encode());

        Assert.True(Ed25519Verifier.Verify(Key.PublicKey, Message, signature));
        Assert.True(Libsodium.Verify(Key.PublicKey, Message, signature));
    }

    [Fact]
    public void Verify_SNotBelowTheOrder_IsRefused()
    {
        // B has the order L, so that S + n L satisfies the equation as S does: without the bound of RFC 8032 section 5.1.7 everybody could
        // make a second signature out of one that he has seen, and an assertion's would be new to whoever remembers signatures.
        var signature = Key.Sign(Message, Nonce, R.Encode());
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true);
        for (var sum = s + Curve.L; sum < BigInteger.One << 256; sum += Curve.L)
        {
            AssertBothRefuse(Key.PublicKey, Message, EdwardsKey.Signature(R.Encode(), sum));
        }
    }

    [Fact]
    public void Verify_SZeroOrTheOrderItself_IsRefused()
    {
        // R = −k A would do for S = 0, but k is a hash of R. With S = L a reader that reduces S would see 0, too.
        AssertBothRefuse(Key.PublicKey, Message, EdwardsKey.Signature(R.Encode(), 0));
        AssertBothRefuse(Key.PublicKey, Message, EdwardsKey.Signature(R.Encode(), Curve.L));
        AssertBothRefuse(Key.PublicKey, Message, EdwardsKey.Signature(R.Encode(), Curve.L - 1));
        AssertBothRefuse(Key.PublicKey, Message, EdwardsKey.Signature(R.Encode(), (BigInteger.One << 256) - 1));
    }

    [Fact]
    public void Verify_KeyOfSmallOrder_IsRefusedThoughItSatisfiesTheEquation()
    {
        // With S = 0 the equation is R = −k A, and A has at most eight multiples: after a few messages one of them fits. Nobody needs a
        // private key for that, so such a key must not be registered.
        var found = 0;
        foreach (var (a, r) in EdwardsPoint.OfSmallOrder.SelectMany(a => EdwardsPoint.OfSmallOrder.Select(r => (a, r))))
        {
            for (var attempt = 0; attempt < 40; attempt++)
            {
                var message = Encoding.ASCII.GetBytes($"message {attempt}");
                var k = EdwardsKey.Challenge(r.Encode(), a.Encode(), message);
                if (r.Add(a.Multiply(k % 8)).IsSamePointAs(EdwardsPoint.Neutral))
                {
                    found++;
                    AssertBothRefuse(a.Encode(), message, EdwardsKey.Signature(r.Encode(), 0));
                    break;
                }
            }
        }

        Assert.InRange(found, 16, 64);
        Assert.All(EdwardsPoint.OfSmallOrder, point => Assert.False(Ed25519Verifier.IsPublicKey(point.Encode())));
        Assert.Equal(8, EdwardsPoint.OfSmallOrder.Select(point => Convert.ToHexString(point.Encode())).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Verify_ROfSmallOrder_IsRefused()
    {
        // The private key's owner takes 0 for the nonce: R is the neutral point, S = k a, and the equation holds. No signer by the rules does
        // it, and S / k gives the private key away. The other points of small order differ from it by what only a cofactor forgives.
        foreach (var r in EdwardsPoint.OfSmallOrder)
        {
            AssertBothRefuse(Key.PublicKey, Message, Key.Sign(Message, 0, r.Encode()));
        }
    }

    [Fact]
    public void Verify_RWithAPartOfSmallOrder_IsRefused()
    {
        // R = r B + T and S = r + k a: the equation holds when both sides are multiplied by the cofactor 8, and not without. RFC 8032 lets a
        // verifier choose; BouncyCastle multiplies, libsodium does not. Only the owner of the key can make one, no signer by the rules does,
        // and what is taken here ought to be taken everywhere: the strict answer.
        foreach (var part in EdwardsPoint.OfSmallOrder.Skip(1))
        {
            for (var number = 0; number < 8; number++)
            {
                byte[] message = [.. Message, (byte)number];
                AssertBothRefuse(Key.PublicKey, message, Key.Sign(message, Nonce, R.Add(part).Encode()));
            }
        }
    }

    [Fact]
    public void BouncyCastle_RWithAPartOfSmallOrder_IsAccepted()
    {
        // Why the verifier looks at R itself. If this fails, BouncyCastle has become strict, and that look can go.
        Assert.All(EdwardsPoint.OfSmallOrder.Skip(1), part => Assert.True(
            Ed25519.Verify(Key.Sign(Message, Nonce, R.Add(part).Encode()), 0, Key.PublicKey, 0, Message, 0, Message.Length)));
    }

    [Fact]
    public void Verify_KeyWithAPartOfSmallOrder_IsRefused()
    {
        // A = a B + T verifies what a signs: for libsodium whenever k is a multiple of T's order, for BouncyCastle always. None is made by the
        // rules, one private key would have eight public ones, and a client secret with one is invalid. So it is not registered.
        foreach (var part in EdwardsPoint.OfSmallOrder.Skip(1))
        {
            var publicKey = Key.PublicPoint.Add(part).Encode();
            Assert.False(Ed25519Verifier.IsPublicKey(publicKey));
            for (var number = 0; number < 16; number++)
            {
                byte[] message = [.. Message, (byte)number];
                Assert.False(Ed25519Verifier.Verify(publicKey, message, Key.Sign(message, Nonce, R.Encode(), publicKey)));
            }
        }
    }

    [Fact]
    public void Verify_PointsThatAreNotCanonical_AreRefused()
    {
        // y = p + n means y = n to a reader that reduces it, and a sign bit at x = 0 means nothing to one that does not look: a second
        // encoding of the same point, and so of the same key or signature. RFC 8032 section 5.1.3 refuses both.
        var encodings = Enumerable.Range(0, 19).SelectMany(n => new[] { Encoded(Curve.P + n, sign: false), Encoded(Curve.P + n, sign: true) })
            .Append(Encoded(1, sign: true)).Append(Encoded(Curve.P - 1, sign: true)).ToList();
        foreach (var encoding in encodings)
        {
            Assert.Null(EdwardsPoint.Decode(encoding));
            Assert.False(Ed25519Verifier.IsPublicKey(encoding));

            // For the neutral point's own second encodings this satisfies the equation, for the others nothing is known to.
            AssertBothRefuse(Key.PublicKey, Message, Key.Sign(Message, 0, encoding));
            AssertBothRefuse(encoding, Message, Key.Sign(Message, Nonce, R.Encode(), encoding));
        }
    }

    [Fact]
    public void Verify_BytesThatAreNoPoint_AreRefused()
    {
        // For about half of all y there is no x. Two such: y = 2 and y = 7, by the decoder of the vectors.
        foreach (var encoding in new[] { Encoded(2, sign: false), Encoded(7, sign: true) })
        {
            Assert.Null(EdwardsPoint.Decode(encoding));
            Assert.False(Ed25519Verifier.IsPublicKey(encoding));
            AssertBothRefuse(encoding, Message, Key.Sign(Message, Nonce, R.Encode()));
            AssertBothRefuse(Key.PublicKey, Message, Key.Sign(Message, Nonce, encoding));
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xff)]
    public void Verify_OneByteRepeated_IsRefused(byte value)
    {
        byte[] key = [.. Enumerable.Repeat(value, 32)];
        byte[] signature = [.. Enumerable.Repeat(value, 64)];

        Assert.False(Ed25519Verifier.IsPublicKey(key));
        AssertBothRefuse(key, Message, signature);
        AssertBothRefuse(Key.PublicKey, Message, signature);
        AssertBothRefuse(key, [], signature);
    }

    private static byte[] Encoded(BigInteger y, bool sign)
    {
        var encoded = new byte[EdwardsPoint.EncodedLength];
        Assert.True(y.TryWriteBytes(encoded, out _, isUnsigned: true));
        encoded[^1] |= (byte)(sign ? 0x80 : 0);
        return encoded;
    }

    private static void AssertBothRefuse(byte[] publicKey, byte[] message, byte[] signature)
    {
        Assert.False(Ed25519Verifier.Verify(publicKey, message, signature));
        Assert.False(Libsodium.Verify(publicKey, message, signature));
    }
}
