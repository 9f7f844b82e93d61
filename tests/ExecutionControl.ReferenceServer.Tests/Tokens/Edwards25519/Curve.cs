using System.Globalization;
using System.Numerics;

namespace ExecutionControl.Reference.Tests.Tokens.Edwards25519;

/// <summary>The parameters of edwards25519, RFC 8032 section 5.1.</summary>
internal static class Curve
{
    /// <summary>The field prime, 2^255 − 19.</summary>
    public static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    /// <summary>The order of the base point.</summary>
    public static readonly BigInteger L =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);

    /// <summary>The curve constant, −121665/121666.</summary>
    public static readonly BigInteger D = Reduce(-121665 * Invert(121666));

    /// <summary>A square root of −1, which the recovery of x needs for half of all points.</summary>
    public static readonly BigInteger SqrtMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);

    /// <summary>Brings a number into 0 … P − 1.</summary>
    public static BigInteger Reduce(BigInteger value)
    {
        var remainder = BigInteger.Remainder(value, P);
        return remainder.Sign < 0 ? remainder + P : remainder;
    }

    /// <summary>The multiplicative inverse, by Fermat.</summary>
    public static BigInteger Invert(BigInteger value) => BigInteger.ModPow(Reduce(value), P - 2, P);
}
