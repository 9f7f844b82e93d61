using System.Numerics;
using ExecutionControl.Client.Authentication.Ed25519;

namespace ExecutionControl.Client.Tests.Authentication.Ed25519;

public sealed class FieldElementTests
{
    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;

    private static readonly BigInteger[] Edges =
    [
        0, 1, 2, 18, 19, 20, Prime - 2, Prime - 1, Prime, Prime + 1, Prime + 18, Prime - 19, BigInteger.Pow(2, 255) - 1,
        BigInteger.Pow(2, 51) - 1, BigInteger.Pow(2, 51), BigInteger.Pow(2, 204) - 1, BigInteger.Pow(2, 254), (Prime + 1) / 2,
    ];

    [Fact]
    public void Read_AnyValue_WritesItReduced()
    {
        foreach (var value in Values(seed: 1, TestScale.Times(500)))
        {
            Assert.Equal(value % Prime, Number(Element(value)));
        }
    }

    [Fact]
    public void Read_HighestBitSet_IgnoresIt()
    {
        var bytes = new byte[FieldElement.Size];
        bytes[0] = 7;
        bytes[31] = 0x80;

        Assert.Equal(7, Number(FieldElement.Read(bytes)));
    }

    [Fact]
    public void Operators_AnyValues_AgreeWithBigInteger()
    {
        foreach (var (left, right) in Pairs(seed: 2, TestScale.Times(2000)))
        {
            Assert.Equal((left + right) % Prime, Number(Element(left) + Element(right)));
            Assert.Equal((left - right + (2 * Prime)) % Prime, Number(Element(left) - Element(right)));
            Assert.Equal(left * right % Prime, Number(Element(left) * Element(right)));
        }
    }

    [Fact]
    public void Operators_LongChains_StayWithinTheirLimbs()
    {
        var random = new Random(3);
        var element = Element(Prime - 1);
        var expected = Prime - 1;
        for (var step = 0; step < TestScale.Times(5000); step++)
        {
            var other = step % 3 == 0 ? Edges[random.Next(Edges.Length)] : Next(random);
            switch (random.Next(4))
            {
                case 0:
                    element += Element(other);
                    expected = (expected + other) % Prime;
                    break;
                case 1:
                    element -= Element(other);
                    expected = (expected - other + (2 * Prime)) % Prime;
                    break;
                case 2:
                    element += element;
                    expected = 2 * expected % Prime;
                    break;
                default:
                    element *= Element(other) - element;
                    expected = expected * (other - expected + (2 * Prime)) % Prime;
                    break;
            }

            Assert.Equal(expected, Number(element));
        }
    }

    [Fact]
    public void Square_AnyValue_IsTheProductWithItself()
    {
        foreach (var value in Values(seed: 4, TestScale.Times(500)))
        {
            Assert.Equal(value * value % Prime, Number(Element(value).Square()));
        }
    }

    [Fact]
    public void Invert_AnyValue_IsThePowerOfPrimeMinusTwo()
    {
        foreach (var value in Values(seed: 5, TestScale.Times(100)))
        {
            Assert.Equal(BigInteger.ModPow(value, Prime - 2, Prime), Number(Element(value).Invert()));
        }
    }

    [Fact]
    public void Select_Mask_ChoosesAllLimbs()
    {
        foreach (var (left, right) in Pairs(seed: 6, TestScale.Times(100)))
        {
            Assert.Equal(left % Prime, Number(FieldElement.Select(ulong.MaxValue, Element(left), Element(right))));
            Assert.Equal(right % Prime, Number(FieldElement.Select(0, Element(left), Element(right))));
        }
    }

    private static IEnumerable<BigInteger> Values(int seed, int count)
    {
        var random = new Random(seed);
        return Edges.Concat(Enumerable.Range(0, count).Select(_ => Next(random)));
    }

    private static IEnumerable<(BigInteger Left, BigInteger Right)> Pairs(int seed, int count)
    {
        var random = new Random(seed);
        return Edges.SelectMany(left => Edges.Select(right => (left, right)))
            .Concat(Enumerable.Range(0, count).Select(_ => (Next(random), Next(random))));
    }

    private static BigInteger Next(Random random)
    {
        var bytes = new byte[FieldElement.Size];
        random.NextBytes(bytes);
        bytes[31] &= 0x7f;
        return new BigInteger(bytes, isUnsigned: true);
    }

    private static FieldElement Element(BigInteger value)
    {
        var bytes = new byte[FieldElement.Size];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return FieldElement.Read(bytes);
    }

    private static BigInteger Number(FieldElement element)
    {
        var bytes = new byte[FieldElement.Size];
        element.WriteTo(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }
}
