namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Chance that comes out the same for the same seed and case, in whatever order cases run.</summary>
internal sealed class Chance(ulong seed, int number)
{
    private ulong _state = (seed * 0x9E3779B97F4A7C15) ^ ((ulong)(uint)number * 0xD1B54A32D192ED03);

    /// <summary>From 0 up to, not including, a bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public bool OneIn(int many) => Below(many) == 0;

    public bool Percent(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    // SplitMix64.
    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
