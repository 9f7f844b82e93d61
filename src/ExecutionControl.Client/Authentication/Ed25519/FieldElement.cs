using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ExecutionControl.Client.Authentication.Ed25519;

/// <summary>
/// An integer modulo p = 2^255 - 19 in five limbs of radix 2^51. Every operation takes the same steps whatever the value:
/// no branch, comparison or index depends on it.
/// </summary>
/// <remarks>
/// Between operations each limb is below 2^51 + 2^18, so the value is below 2p, though not always below p.
/// <see cref="WriteTo"/> gives the one canonical form.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly struct FieldElement
{
    internal const int Size = 32;

    private const ulong LimbMask = (1UL << 51) - 1;

    // The limbs of 2p: each is larger than any limb between operations, so that a difference never wraps around.
    private const ulong TwicePrimeLowestLimb = (1UL << 52) - 38;
    private const ulong TwicePrimeOtherLimb = (1UL << 52) - 2;

    private readonly ulong _limb0;
    private readonly ulong _limb1;
    private readonly ulong _limb2;
    private readonly ulong _limb3;
    private readonly ulong _limb4;

    private FieldElement(ulong limb0, ulong limb1, ulong limb2, ulong limb3, ulong limb4)
    {
        _limb0 = limb0;
        _limb1 = limb1;
        _limb2 = limb2;
        _limb3 = limb3;
        _limb4 = limb4;
    }

    internal static FieldElement Zero => default;

    internal static FieldElement One => new(1, 0, 0, 0, 0);

    /// <summary>Reads 32 bytes, little-endian; the highest bit is ignored, as RFC 8032 keeps a sign there.</summary>
    internal static FieldElement Read(ReadOnlySpan<byte> source)
    {
        var word0 = BinaryPrimitives.ReadUInt64LittleEndian(source);
        var word1 = BinaryPrimitives.ReadUInt64LittleEndian(source[8..]);
        var word2 = BinaryPrimitives.ReadUInt64LittleEndian(source[16..]);
        var word3 = BinaryPrimitives.ReadUInt64LittleEndian(source[24..]);
        return new FieldElement(
            word0 & LimbMask,
            ((word0 >> 51) | (word1 << 13)) & LimbMask,
            ((word1 >> 38) | (word2 << 26)) & LimbMask,
            ((word2 >> 25) | (word3 << 39)) & LimbMask,
            (word3 >> 12) & LimbMask);
    }

    /// <summary>Writes the value, reduced below p, as 32 bytes, little-endian.</summary>
    internal void WriteTo(Span<byte> destination)
    {
        // 1 if the value is p or more, else 0: then value + 19 reaches 2^255.
        var excess = (_limb0 + 19) >> 51;
        excess = (_limb1 + excess) >> 51;
        excess = (_limb2 + excess) >> 51;
        excess = (_limb3 + excess) >> 51;
        excess = (_limb4 + excess) >> 51;

        // Subtracting p is adding 19 and dropping 2^255.
        var limb0 = _limb0 + (19 * excess);
        var limb1 = _limb1 + (limb0 >> 51);
        var limb2 = _limb2 + (limb1 >> 51);
        var limb3 = _limb3 + (limb2 >> 51);
        var limb4 = _limb4 + (limb3 >> 51);
        limb0 &= LimbMask;
        limb1 &= LimbMask;
        limb2 &= LimbMask;
        limb3 &= LimbMask;
        limb4 &= LimbMask;

        BinaryPrimitives.WriteUInt64LittleEndian(destination, limb0 | (limb1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], (limb1 >> 13) | (limb2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], (limb2 >> 26) | (limb3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], (limb3 >> 39) | (limb4 << 12));
    }

    /// <summary>Gives <paramref name="whenSet"/> if the mask is all ones, <paramref name="whenClear"/> if it is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Select(ulong mask, in FieldElement whenSet, in FieldElement whenClear) => new(
        whenClear._limb0 ^ (mask & (whenSet._limb0 ^ whenClear._limb0)),
        whenClear._limb1 ^ (mask & (whenSet._limb1 ^ whenClear._limb1)),
        whenClear._limb2 ^ (mask & (whenSet._limb2 ^ whenClear._limb2)),
        whenClear._limb3 ^ (mask & (whenSet._limb3 ^ whenClear._limb3)),
        whenClear._limb4 ^ (mask & (whenSet._limb4 ^ whenClear._limb4)));

    public static FieldElement operator +(in FieldElement left, in FieldElement right) => Carry(
        left._limb0 + right._limb0,
        left._limb1 + right._limb1,
        left._limb2 + right._limb2,
        left._limb3 + right._limb3,
        left._limb4 + right._limb4);

    public static FieldElement operator -(in FieldElement left, in FieldElement right) => Carry(
        left._limb0 + TwicePrimeLowestLimb - right._limb0,
        left._limb1 + TwicePrimeOtherLimb - right._limb1,
        left._limb2 + TwicePrimeOtherLimb - right._limb2,
        left._limb3 + TwicePrimeOtherLimb - right._limb3,
        left._limb4 + TwicePrimeOtherLimb - right._limb4);

    public static FieldElement operator *(in FieldElement left, in FieldElement right)
    {
        ulong a0 = left._limb0, a1 = left._limb1, a2 = left._limb2, a3 = left._limb3, a4 = left._limb4;
        ulong b0 = right._limb0, b1 = right._limb1, b2 = right._limb2, b3 = right._limb3, b4 = right._limb4;

        // 2^255 is 19 modulo p: what passes the top comes back at the bottom 19 times.
        ulong w1 = 19 * b1, w2 = 19 * b2, w3 = 19 * b3, w4 = 19 * b4;

        ulong low0 = 0, low1 = 0, low2 = 0, low3 = 0, low4 = 0;
        ulong high0 = 0, high1 = 0, high2 = 0, high3 = 0, high4 = 0;

        AddProduct(a0, b0, ref low0, ref high0);
        AddProduct(a1, w4, ref low0, ref high0);
        AddProduct(a2, w3, ref low0, ref high0);
        AddProduct(a3, w2, ref low0, ref high0);
        AddProduct(a4, w1, ref low0, ref high0);

        AddProduct(a0, b1, ref low1, ref high1);
        AddProduct(a1, b0, ref low1, ref high1);
        AddProduct(a2, w4, ref low1, ref high1);
        AddProduct(a3, w3, ref low1, ref high1);
        AddProduct(a4, w2, ref low1, ref high1);

        AddProduct(a0, b2, ref low2, ref high2);
        AddProduct(a1, b1, ref low2, ref high2);
        AddProduct(a2, b0, ref low2, ref high2);
        AddProduct(a3, w4, ref low2, ref high2);
        AddProduct(a4, w3, ref low2, ref high2);

        AddProduct(a0, b3, ref low3, ref high3);
        AddProduct(a1, b2, ref low3, ref high3);
        AddProduct(a2, b1, ref low3, ref high3);
        AddProduct(a3, b0, ref low3, ref high3);
        AddProduct(a4, w4, ref low3, ref high3);

        AddProduct(a0, b4, ref low4, ref high4);
        AddProduct(a1, b3, ref low4, ref high4);
        AddProduct(a2, b2, ref low4, ref high4);
        AddProduct(a3, b1, ref low4, ref high4);
        AddProduct(a4, b0, ref low4, ref high4);

        return Carry(low0 + (19 * high4), low1 + high0, low2 + high1, low3 + high2, low4 + high3);
    }

    internal FieldElement Square() => this * this;

    /// <summary>The inverse, value^(p - 2); zero gives zero. The steps are those of the public exponent 2^255 - 21.</summary>
    internal FieldElement Invert()
    {
        var power2 = Square();
        var power9 = power2.SquareTimes(2) * this;
        var power11 = power9 * power2;

        // onesN is the value to the power 2^N - 1, an exponent of N one bits.
        var ones5 = power11.Square() * power9;
        var ones10 = ones5.SquareTimes(5) * ones5;
        var ones20 = ones10.SquareTimes(10) * ones10;
        var ones40 = ones20.SquareTimes(20) * ones20;
        var ones50 = ones40.SquareTimes(10) * ones10;
        var ones100 = ones50.SquareTimes(50) * ones50;
        var ones200 = ones100.SquareTimes(100) * ones100;
        var ones250 = ones200.SquareTimes(50) * ones50;
        return ones250.SquareTimes(5) * power11;
    }

    private FieldElement SquareTimes(int count)
    {
        var result = this;
        for (var i = 0; i < count; i++)
        {
            result = result.Square();
        }

        return result;
    }

    /// <summary>
    /// Adds a product, cut at bit 51, to a column's two halves. Kept apart they cannot overflow (five products below 2^107),
    /// so no carry has to be found by comparing, which a compiler might turn into a branch.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(ulong left, ulong right, ref ulong low, ref ulong high)
    {
        var upper = Math.BigMul(left, right, out var lower);
        low += lower & LimbMask;
        high += (upper << 13) | (lower >> 51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Carry(ulong limb0, ulong limb1, ulong limb2, ulong limb3, ulong limb4) => new(
        (limb0 & LimbMask) + (19 * (limb4 >> 51)),
        (limb1 & LimbMask) + (limb0 >> 51),
        (limb2 & LimbMask) + (limb1 >> 51),
        (limb3 & LimbMask) + (limb2 >> 51),
        (limb4 & LimbMask) + (limb3 >> 51));
}
