using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ExecutionControl.Runs;

/// <summary>A number of calls in a time, such as <c>10/s</c>, or <see cref="Unlimited"/>.</summary>
/// <param name="Count">How many; at least 1, at most 1 000 000.</param>
/// <param name="Per">In what time; from a second to a day.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RunRate(int Count, TimeSpan Per) : IParsable<RunRate>
{
    private const int MaxCount = 1_000_000;
    private const string NoLimit = "unlimited";

    /// <summary>As many as there are: of a runner that is not to keep to the rate of its run.</summary>
    public static RunRate Unlimited { get; }

    /// <summary>Whether it limits nothing.</summary>
    public bool IsUnlimited => Count == 0;

    /// <summary>How many a second.</summary>
    public double PerSecond => IsUnlimited ? double.PositiveInfinity : Count / Per.TotalSeconds;

    /// <summary>The time from one call to the next.</summary>
    public TimeSpan Interval => IsUnlimited ? TimeSpan.Zero : Per / Count;

    /// <summary>Reads a rate.</summary>
    /// <param name="s">A whole number and a unit: <c>10/s</c>, <c>600/min</c>, <c>1000/h</c>; or <c>unlimited</c>.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <returns>The rate.</returns>
    /// <exception cref="FormatException">It is none.</exception>
    public static RunRate Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var rate)
        ? rate
        : throw new FormatException($"'{s}' is no rate: write a whole number and a unit, such as 10/s, 600/min or 1000/h.");

    /// <summary>Reads a rate.</summary>
    /// <param name="s">A whole number and a unit: <c>10/s</c>, <c>600/min</c>, <c>1000/h</c>; or <c>unlimited</c>.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <param name="result">The rate.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RunRate result)
    {
        result = default;
        if (s == NoLimit)
        {
            return true;
        }

        if (s?.Split('/') is not [var number, var unit]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < 1 or > MaxCount)
        {
            return false;
        }

        TimeSpan? per = unit switch
        {
            "s" or "sec" or "second" => TimeSpan.FromSeconds(1),
            "m" or "min" or "minute" => TimeSpan.FromMinutes(1),
            "h" or "hour" => TimeSpan.FromHours(1),
            _ => null,
        };
        result = per is { } time ? new RunRate(count, time) : default;
        return per is not null;
    }

    /// <summary>The rate as it is read.</summary>
    /// <returns>Such as <c>10/s</c>.</returns>
    public override string ToString() => IsUnlimited ? NoLimit : string.Create(
        CultureInfo.InvariantCulture,
        $"{Count}/{(Per == TimeSpan.FromSeconds(1) ? "s" : Per == TimeSpan.FromMinutes(1) ? "min" : Per == TimeSpan.FromHours(1) ? "h" : Per.ToString())}");
}
