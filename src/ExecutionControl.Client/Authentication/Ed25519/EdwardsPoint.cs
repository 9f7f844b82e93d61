using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ExecutionControl.Client.Authentication.Ed25519;

/// <summary>
/// A point of the curve -x² + y² = 1 + dx²y² in extended coordinates (x = X/Z, y = Y/Z, xy = T/Z). The formulas are complete
/// (RFC 8032, section 5.1.4): they need no special case for equal, opposite or neutral points, hence no branch.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct EdwardsPoint
{
    internal const int EncodedSize = 32;

    // The curve's 2d, where d = -121665/121666.
    private static readonly FieldElement TwiceD = FieldElement.Read(
    [
        0x59, 0xf1, 0xb2, 0x26, 0x94, 0x9b, 0xd6, 0xeb, 0x56, 0xb1, 0x83, 0x82, 0x9a, 0x14, 0xe0, 0x00,
        0x30, 0xd1, 0xf3, 0xee, 0xf2, 0x80, 0x8e, 0x19, 0xe7, 0xfc, 0xdf, 0x56, 0xdc, 0xd9, 0x06, 0x24,
    ]);

    private readonly FieldElement _x;
    private readonly FieldElement _y;
    private readonly FieldElement _z;
    private readonly FieldElement _t;

    private EdwardsPoint(in FieldElement x, in FieldElement y, in FieldElement z, in FieldElement t)
    {
        _x = x;
        _y = y;
        _z = z;
        _t = t;
    }

    internal static EdwardsPoint Neutral => new(FieldElement.Zero, FieldElement.One, FieldElement.One, FieldElement.Zero);

    internal static EdwardsPoint FromAffine(in FieldElement x, in FieldElement y) => new(x, y, FieldElement.One, x * y);

    public static EdwardsPoint operator +(in EdwardsPoint left, in EdwardsPoint right)
    {
        var a = (left._y - left._x) * (right._y - right._x);
        var b = (left._y + left._x) * (right._y + right._x);
        var c = left._t * TwiceD * right._t;
        var zz = left._z * right._z;
        var d = zz + zz;
        var e = b - a;
        var f = d - c;
        var g = d + c;
        var h = b + a;
        return new EdwardsPoint(e * f, g * h, f * g, e * h);
    }

    internal EdwardsPoint Double()
    {
        var a = _x.Square();
        var b = _y.Square();
        var zz = _z.Square();
        var c = zz + zz;
        var h = a + b;
        var e = h - (_x + _y).Square();
        var g = a - b;
        var f = c + g;
        return new EdwardsPoint(e * f, g * h, f * g, e * h);
    }

    /// <summary>Gives <paramref name="whenSet"/> if the mask is all ones, <paramref name="whenClear"/> if it is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static EdwardsPoint Select(ulong mask, in EdwardsPoint whenSet, in EdwardsPoint whenClear) => new(
        FieldElement.Select(mask, whenSet._x, whenClear._x),
        FieldElement.Select(mask, whenSet._y, whenClear._y),
        FieldElement.Select(mask, whenSet._z, whenClear._z),
        FieldElement.Select(mask, whenSet._t, whenClear._t));

    /// <summary>Writes y with the lowest bit of x in its highest bit: 32 bytes.</summary>
    internal void Encode(Span<byte> destination)
    {
        var inverse = _z.Invert();
        Span<byte> x = stackalloc byte[FieldElement.Size];
        (_x * inverse).WriteTo(x);
        (_y * inverse).WriteTo(destination);
        destination[31] |= (byte)(x[0] << 7);
    }
}
