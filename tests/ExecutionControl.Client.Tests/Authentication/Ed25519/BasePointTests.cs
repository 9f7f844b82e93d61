using System.Numerics;
using ExecutionControl.Client.Authentication.Ed25519;

namespace ExecutionControl.Client.Tests.Authentication.Ed25519;

public sealed class BasePointTests
{
    private const string NeutralText = "0100000000000000000000000000000000000000000000000000000000000000";
    private const string BasePointText = "5866666666666666666666666666666666666666666666666666666666666666";

    // The opposite point has the same y and the other sign of x.
    private const string OppositeText = "58666666666666666666666666666666666666666666666666666666666666e6";

    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;

    private static readonly BigInteger Order =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", provider: null);

    [Fact]
    public void Multiply_ScalarsAroundTheOrder_GivesNeutralBaseAndOppositePoint()
    {
        Assert.Equal(NeutralText, Multiply(0));
        Assert.Equal(NeutralText, Multiply(Order));
        Assert.Equal(NeutralText, Multiply(15 * Order));
        Assert.Equal(BasePointText, Multiply(1));
        Assert.Equal(BasePointText, Multiply(Order + 1));
        Assert.Equal(OppositeText, Multiply(Order - 1));
    }

    [Fact]
    public void Multiply_AnyScalar_AgreesWithAffineAddition()
    {
        var expected = (X: BigInteger.Zero, Y: BigInteger.One);
        for (var scalar = 0; scalar < TestScale.Times(300); scalar++)
        {
            Assert.Equal(Encode(expected), Multiply(scalar));
            expected = AddAffine(expected, BaseAffine);
        }
    }

    [Fact]
    public void Multiply_RandomScalars_AgreesWithAffineDoubleAndAdd()
    {
        var random = new Random(1);
        for (var i = 0; i < TestScale.Times(4); i++)
        {
            var bytes = new byte[ScalarArithmetic.Size];
            random.NextBytes(bytes);
            var scalar = new BigInteger(bytes, isUnsigned: true);

            var expected = (X: BigInteger.Zero, Y: BigInteger.One);
            for (var bit = 255; bit >= 0; bit--)
            {
                expected = AddAffine(expected, expected);
                expected = ((scalar >> bit) & 1) == 1 ? AddAffine(expected, BaseAffine) : expected;
            }

            Assert.Equal(Encode(expected), Multiply(scalar));
        }
    }

    [Fact]
    public void Add_EqualPoints_IsTheDouble()
    {
        var random = new Random(2);
        for (var i = 0; i < TestScale.Times(4); i++)
        {
            var scalar = new byte[ScalarArithmetic.Size];
            random.NextBytes(scalar);
            var point = BasePoint.Multiply(scalar);

            Assert.Equal(Encode(point.Double()), Encode(point + point));
            Assert.Equal(Encode(point), Encode(point + EdwardsPoint.Neutral));
        }
    }

    // Everything below is RFC 8032, section 5.1, with fractions: slow, and independent of the limbs and coordinates under test.
    private static readonly BigInteger D = Modulo(-121665 * Inverse(121666));

    private static readonly (BigInteger X, BigInteger Y) BaseAffine = (
        BigInteger.Parse("15112221349535400772501151409588531511454012693041857206046113283949847762202", provider: null),
        BigInteger.Parse("46316835694926478169428394003475163141307993866256225615783033603165251855960", provider: null));

    private static (BigInteger X, BigInteger Y) AddAffine((BigInteger X, BigInteger Y) left, (BigInteger X, BigInteger Y) right)
    {
        var cross = D * left.X * right.X * left.Y * right.Y;
        return (
            Modulo(((left.X * right.Y) + (right.X * left.Y)) * Inverse(1 + cross)),
            Modulo(((left.Y * right.Y) + (left.X * right.X)) * Inverse(1 - cross)));
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Modulo(value), Prime - 2, Prime);

    private static BigInteger Modulo(BigInteger value) => ((value % Prime) + Prime) % Prime;

    private static string Encode((BigInteger X, BigInteger Y) point)
    {
        var bytes = new byte[EdwardsPoint.EncodedSize];
        (point.Y + ((point.X & 1) << 255)).TryWriteBytes(bytes, out _, isUnsigned: true);
        return Convert.ToHexStringLower(bytes);
    }

    private static string Encode(EdwardsPoint point)
    {
        var bytes = new byte[EdwardsPoint.EncodedSize];
        point.Encode(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static string Multiply(BigInteger scalar)
    {
        var bytes = new byte[ScalarArithmetic.Size];
        Assert.True(scalar.TryWriteBytes(bytes, out _, isUnsigned: true));
        return Encode(BasePoint.Multiply(bytes));
    }
}
