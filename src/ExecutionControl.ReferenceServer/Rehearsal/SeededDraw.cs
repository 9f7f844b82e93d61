namespace ExecutionControl.Reference.Rehearsal;

/// <summary>
/// Chance that comes out the same every time: a number for a seed, a rule and the how-manieth request of that rule. Requests that arrive at
/// once in another order than the last time change nothing about how many are struck, nor about those of other rules.
/// </summary>
internal static class SeededDraw
{
    /// <summary>An evenly spread number from 0 up to, not including, 1.</summary>
    public static double Next(int seed, int rule, long match, int purpose)
    {
        var mixed = Mix(Mix(Mix((ulong)(uint)seed + 1) + (ulong)(uint)rule) + ((ulong)match * 4) + (ulong)(uint)purpose);
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }

    // The finalizer of SplitMix64, behind its usual increment.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
