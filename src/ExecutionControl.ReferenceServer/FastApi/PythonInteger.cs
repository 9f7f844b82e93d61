using System.Numerics;

namespace ExecutionControl.Reference.FastApi;

/// <summary>Python's integers have no end; ours do.</summary>
internal static class PythonInteger
{
    /// <summary>The nearest 64-bit integer: as good as the number itself, as an id of nobody and as a bound.</summary>
    public static long Clamp(BigInteger number) => (long)BigInteger.Clamp(number, long.MinValue, long.MaxValue);
}
