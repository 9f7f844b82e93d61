using System.Collections.Immutable;

namespace ExecutionControl.Client.Authentication.Ed25519;

/// <summary>Multiplication of the curve's base point by a secret scalar, in the same steps for every scalar.</summary>
internal static class BasePoint
{
    private const int TableSize = 16;

    // 0, 1, 2 … 15 times the base point: public values.
    private static readonly ImmutableArray<EdwardsPoint> Multiples = CreateMultiples();

    /// <summary>Multiplies the base point by a scalar of 32 bytes, little-endian, of any value.</summary>
    internal static EdwardsPoint Multiply(ReadOnlySpan<byte> scalar)
    {
        var result = EdwardsPoint.Neutral;
        for (var i = scalar.Length - 1; i >= 0; i--)
        {
            result = TimesSixteen(result) + SelectMultiple((uint)scalar[i] >> 4);
            result = TimesSixteen(result) + SelectMultiple((uint)scalar[i] & 0xf);
        }

        return result;
    }

    // Reads every entry and keeps one by a mask: an index would tell the digit through the cache.
    private static EdwardsPoint SelectMultiple(uint digit)
    {
        var selected = EdwardsPoint.Neutral;
        for (var i = 0u; i < TableSize; i++)
        {
            // i ^ digit is below 16: one less wraps around, to all ones in the upper bits, only if it is zero.
            var isEqual = ((ulong)(i ^ digit) - 1) >> 63;
            selected = EdwardsPoint.Select(0 - isEqual, in Multiples.ItemRef((int)i), in selected);
        }

        return selected;
    }

    private static EdwardsPoint TimesSixteen(in EdwardsPoint point) => point.Double().Double().Double().Double();

    private static ImmutableArray<EdwardsPoint> CreateMultiples()
    {
        var basePoint = EdwardsPoint.FromAffine(
            FieldElement.Read(
            [
                0x1a, 0xd5, 0x25, 0x8f, 0x60, 0x2d, 0x56, 0xc9, 0xb2, 0xa7, 0x25, 0x95, 0x60, 0xc7, 0x2c, 0x69,
                0x5c, 0xdc, 0xd6, 0xfd, 0x31, 0xe2, 0xa4, 0xc0, 0xfe, 0x53, 0x6e, 0xcd, 0xd3, 0x36, 0x69, 0x21,
            ]),
            FieldElement.Read(
            [
                0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
            ]));

        var multiples = ImmutableArray.CreateBuilder<EdwardsPoint>(TableSize);
        var multiple = EdwardsPoint.Neutral;
        for (var i = 0; i < TableSize; i++)
        {
            multiples.Add(multiple);
            multiple += basePoint;
        }

        return multiples.MoveToImmutable();
    }
}
