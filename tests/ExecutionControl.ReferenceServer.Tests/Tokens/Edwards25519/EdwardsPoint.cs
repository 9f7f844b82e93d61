using System.Numerics;

namespace ExecutionControl.Reference.Tests.Tokens.Edwards25519;

/// <summary>
/// A point of edwards25519 in extended homogeneous coordinates, RFC 8032 section 5.1.4: for signatures that no library makes, since
/// they break a rule. Written to be read, and not to keep a secret.
/// </summary>
internal readonly record struct EdwardsPoint(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
{
    /// <summary>The length of an encoded point in bytes.</summary>
    public const int EncodedLength = 32;

    /// <summary>The point that changes nothing when it is added.</summary>
    public static readonly EdwardsPoint Neutral = new(0, 1, 1, 0);

    /// <summary>The base point: y = 4/5, x even.</summary>
    public static EdwardsPoint Base { get; } = FromY(Curve.Reduce(4 * Curve.Invert(5)), xIsOdd: false)!.Value;

    /// <summary>The eight points whose order divides eight: the multiples of one of order eight.</summary>
    public static IReadOnlyList<EdwardsPoint> OfSmallOrder { get; } = FindSmallOrder();

    /// <summary>Decodes a point, RFC 8032 section 5.1.3; null when the bytes encode none or not canonically.</summary>
    public static EdwardsPoint? Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != EncodedLength)
        {
            return null;
        }

        Span<byte> y = stackalloc byte[EncodedLength];
        encoded.CopyTo(y);
        var xIsOdd = (y[^1] & 0x80) != 0;
        y[^1] &= 0x7f;
        return FromY(new BigInteger(y, isUnsigned: true), xIsOdd);
    }

    /// <summary>Encodes the point: y with the lowest bit of x as its highest.</summary>
    public byte[] Encode()
    {
        var inverse = Curve.Invert(Z);
        var encoded = new byte[EncodedLength];
        Curve.Reduce(Y * inverse).TryWriteBytes(encoded, out _, isUnsigned: true);
        if (!Curve.Reduce(X * inverse).IsEven)
        {
            encoded[^1] |= 0x80;
        }

        return encoded;
    }

    public EdwardsPoint Add(EdwardsPoint other)
    {
        var a = Curve.Reduce((Y - X) * (other.Y - other.X));
        var b = Curve.Reduce((Y + X) * (other.Y + other.X));
        var c = Curve.Reduce(Curve.Reduce(2 * T * other.T) * Curve.D);
        var d = Curve.Reduce(2 * Z * other.Z);
        return FromFactors(b - a, d - c, d + c, b + a);
    }

    public EdwardsPoint Multiply(BigInteger scalar)
    {
        var result = Neutral;
        for (var bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = result.Double();
            if (!((scalar >> bit) & 1).IsZero)
            {
                result = result.Add(this);
            }
        }

        return result;
    }

    /// <summary>Whether both stand for the same point, whatever their Z.</summary>
    public bool IsSamePointAs(EdwardsPoint other) =>
        Curve.Reduce((X * other.Z) - (other.X * Z)).IsZero && Curve.Reduce((Y * other.Z) - (other.Y * Z)).IsZero;

    private static EdwardsPoint? FromY(BigInteger y, bool xIsOdd)
    {
        if (y >= Curve.P)
        {
            return null;
        }

        // x² = (y² − 1) / (d y² + 1)
        var ySquared = Curve.Reduce(y * y);
        var xSquared = Curve.Reduce((ySquared - 1) * Curve.Invert((Curve.D * ySquared) + 1));
        var x = BigInteger.ModPow(xSquared, (Curve.P + 3) / 8, Curve.P);
        if (Curve.Reduce((x * x) - xSquared) != 0)
        {
            x = Curve.Reduce(x * Curve.SqrtMinusOne);
        }

        if (Curve.Reduce((x * x) - xSquared) != 0 || (x.IsZero && xIsOdd))
        {
            return null;
        }

        if (x.IsEven == xIsOdd)
        {
            x = Curve.P - x;
        }

        return new EdwardsPoint(x, y, 1, Curve.Reduce(x * y));
    }

    private static EdwardsPoint FromFactors(BigInteger e, BigInteger f, BigInteger g, BigInteger h) =>
        new(Curve.Reduce(e * f), Curve.Reduce(g * h), Curve.Reduce(f * g), Curve.Reduce(e * h));

    private static List<EdwardsPoint> FindSmallOrder()
    {
        // The order of every point divides 8 L: L times a point leaves what it has of small order.
        var generator = Enumerable.Range(2, 100).Select(y => FromY(y, xIsOdd: false)).OfType<EdwardsPoint>()
            .Select(point => point.Multiply(Curve.L)).First(point => !point.Multiply(4).IsSamePointAs(Neutral));
        return [.. Enumerable.Range(0, 8).Select(times => generator.Multiply(times))];
    }

    private EdwardsPoint Double()
    {
        var a = Curve.Reduce(X * X);
        var b = Curve.Reduce(Y * Y);
        var c = Curve.Reduce(2 * Z * Z);
        var h = a + b;
        var e = h - Curve.Reduce((X + Y) * (X + Y));
        var g = a - b;
        return FromFactors(e, c + g, g, h);
    }
}
