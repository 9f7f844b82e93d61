using System.Numerics;

namespace ExecutionControl.Reference.FastApi;

/// <summary>Python's integers have no end; ours do.</summary>
internal static class PythonInteger
{
    /// <summary>The most digits that are read. Python reads more, in a time that grows with their square.</summary>
    public const int MostDigits = 40;

    /// <summary>Whether a text has more digits than are read.</summary>
    public static bool IsTooLong(string text) => text.Length > MostDigits && text.Count(char.IsAsciiDigit) > MostDigits;

    /// <summary>The nearest 64-bit integer: as good as the number itself, as an id of nobody and as a bound.</summary>
    public static long Clamp(BigInteger number) => (long)BigInteger.Clamp(number, long.MinValue, long.MaxValue);
}
