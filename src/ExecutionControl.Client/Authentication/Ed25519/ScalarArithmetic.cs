using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ExecutionControl.Client.Authentication.Ed25519;

/// <summary>
/// Arithmetic modulo the group order L = 2^252 + 27742317777372353535851937790883648493 on little-endian bytes, in the same
/// steps for every value.
/// </summary>
/// <remarks>
/// Reduction shifts in one bit at a time and subtracts L under a mask. A few microseconds slower than a multiplying
/// reduction, and short enough to be checked by eye.
/// </remarks>
internal static class ScalarArithmetic
{
    internal const int Size = 32;

    internal const int WideSize = 64;

    private const int Limbs = 8;

    // L in limbs of 32 bits, lowest first.
    private static ReadOnlySpan<uint> Order =>
    [
        0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de, 0x00000000, 0x00000000, 0x00000000, 0x10000000,
    ];

    /// <summary>Reduces 64 bytes, any value, to 32 bytes below L.</summary>
    internal static void Reduce(ReadOnlySpan<byte> wide, Span<byte> destination)
    {
        Span<uint> limbs = stackalloc uint[2 * Limbs];
        Load(wide, limbs);
        ReduceLimbs(limbs, destination);
        Clear(limbs);
    }

    /// <summary>Writes (left × right + addend) modulo L. The inputs are 32 bytes of any value, reduced or not.</summary>
    internal static void MultiplyAdd(
        ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ReadOnlySpan<byte> addend, Span<byte> destination)
    {
        Span<uint> a = stackalloc uint[Limbs];
        Span<uint> b = stackalloc uint[Limbs];
        Span<uint> sum = stackalloc uint[2 * Limbs];
        Load(left, a);
        Load(right, b);
        Load(addend, sum[..Limbs]);
        sum[Limbs..].Clear();

        for (var i = 0; i < Limbs; i++)
        {
            var carry = 0UL;
            for (var j = 0; j < Limbs; j++)
            {
                // At most (2^32 - 1)² + 2 (2^32 - 1) = 2^64 - 1.
                carry += sum[i + j] + ((ulong)a[i] * b[j]);
                sum[i + j] = (uint)carry;
                carry >>= 32;
            }

            for (var j = i + Limbs; j < sum.Length; j++)
            {
                carry += sum[j];
                sum[j] = (uint)carry;
                carry >>= 32;
            }
        }

        ReduceLimbs(sum, destination);
        Clear(a);
        Clear(b);
        Clear(sum);
    }

    private static void ReduceLimbs(ReadOnlySpan<uint> wide, Span<byte> destination)
    {
        Span<uint> remainder = stackalloc uint[Limbs];
        Span<uint> difference = stackalloc uint[Limbs];
        remainder.Clear();

        for (var bit = (32 * wide.Length) - 1; bit >= 0; bit--)
        {
            // The remainder is below L < 2^253, so twice it and one more stays within the limbs.
            var incoming = (wide[bit >> 5] >> (bit & 31)) & 1;
            var borrow = 0L;
            for (var i = 0; i < Limbs; i++)
            {
                var limb = remainder[i];
                remainder[i] = (limb << 1) | incoming;
                incoming = limb >> 31;

                borrow += (long)remainder[i] - Order[i];
                difference[i] = (uint)borrow;
                borrow >>= 32;
            }

            // The last borrow is -1, all ones, if L was not contained; then the remainder stays as it is.
            var keep = (uint)borrow;
            for (var i = 0; i < Limbs; i++)
            {
                remainder[i] = difference[i] ^ (keep & (difference[i] ^ remainder[i]));
            }
        }

        for (var i = 0; i < Limbs; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(4 * i)..], remainder[i]);
        }

        Clear(remainder);
        Clear(difference);
    }

    private static void Load(ReadOnlySpan<byte> source, Span<uint> limbs)
    {
        for (var i = 0; i < limbs.Length; i++)
        {
            limbs[i] = BinaryPrimitives.ReadUInt32LittleEndian(source[(4 * i)..]);
        }
    }

    private static void Clear(Span<uint> limbs) => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(limbs));
}
