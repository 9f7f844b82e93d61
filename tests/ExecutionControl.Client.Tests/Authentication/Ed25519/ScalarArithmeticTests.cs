using System.Numerics;
using ExecutionControl.Client.Authentication.Ed25519;

namespace ExecutionControl.Client.Tests.Authentication.Ed25519;

public sealed class ScalarArithmeticTests
{
    private static readonly BigInteger Order =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", provider: null);

    private static readonly BigInteger[] Edges =
    [
        0, 1, Order - 1, Order, Order + 1, (2 * Order) - 1, 2 * Order, 15 * Order, BigInteger.Pow(2, 252),
        BigInteger.Pow(2, 255) - 1, BigInteger.Pow(2, 256) - 1,
    ];

    private static readonly BigInteger[] WideEdges =
    [
        .. Edges, Order * Order, (Order * Order) - 1, BigInteger.Pow(2, 511), BigInteger.Pow(2, 512) - 1,
        BigInteger.Pow(2, 512) - (BigInteger.Pow(2, 512) % Order), BigInteger.Pow(2, 512) - (BigInteger.Pow(2, 512) % Order) - 1,
    ];

    [Fact]
    public void Reduce_AnyValue_AgreesWithBigInteger()
    {
        var random = new Random(1);
        var values = WideEdges.Concat(Enumerable.Range(0, TestScale.Times(1000)).Select(_ => Next(random, ScalarArithmetic.WideSize)));
        foreach (var value in values)
        {
            var result = new byte[ScalarArithmetic.Size];
            ScalarArithmetic.Reduce(Bytes(value, ScalarArithmetic.WideSize), result);
            Assert.Equal(value % Order, new BigInteger(result, isUnsigned: true));
        }
    }

    [Fact]
    public void MultiplyAdd_EdgeValues_AgreesWithBigInteger()
    {
        foreach (var left in Edges)
        {
            foreach (var right in Edges)
            {
                foreach (var addend in Edges)
                {
                    AssertMultiplyAdd(left, right, addend);
                }
            }
        }
    }

    [Fact]
    public void MultiplyAdd_RandomValues_AgreesWithBigInteger()
    {
        var random = new Random(2);
        for (var i = 0; i < TestScale.Times(1000); i++)
        {
            AssertMultiplyAdd(
                Next(random, ScalarArithmetic.Size), Next(random, ScalarArithmetic.Size), Next(random, ScalarArithmetic.Size));
        }
    }

    private static void AssertMultiplyAdd(BigInteger left, BigInteger right, BigInteger addend)
    {
        var result = new byte[ScalarArithmetic.Size];
        ScalarArithmetic.MultiplyAdd(
            Bytes(left, ScalarArithmetic.Size), Bytes(right, ScalarArithmetic.Size), Bytes(addend, ScalarArithmetic.Size), result);
        Assert.Equal(((left * right) + addend) % Order, new BigInteger(result, isUnsigned: true));
    }

    private static BigInteger Next(Random random, int size)
    {
        var bytes = new byte[size];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }

    private static byte[] Bytes(BigInteger value, int size)
    {
        var bytes = new byte[size];
        Assert.True(value.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }
}
