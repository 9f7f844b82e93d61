using System.Globalization;

namespace ExecutionControl.Benchmarks;

/// <summary>What is wanted of a ratio, or of a figure that has no rival.</summary>
/// <param name="Bound">The number.</param>
/// <param name="IsFloor">Whether it is the least that is wanted, and not the most.</param>
internal sealed record Goal(double Bound, bool IsFloor)
{
    public static Goal AtMost(double bound) => new(bound, IsFloor: false);

    public static Goal AtLeast(double bound) => new(bound, IsFloor: true);

    public bool IsReachedBy(double value) => IsFloor ? value >= Bound : value <= Bound;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsFloor ? "≥" : "≤")} {Bound:0.###}");
}
