using System.Globalization;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Items;

/// <summary>An automation, and how many of its executions are paused.</summary>
/// <param name="Automation">The automation.</param>
/// <param name="Paused">How many; null where that could not be counted.</param>
internal sealed record CountedAutomation(Automation Automation, PausedCount? Paused);

/// <summary>How many executions are paused, as far as a bounded search goes. Never a guess.</summary>
/// <param name="Count">How many were found.</param>
/// <param name="IsLowerBound">Whether the search ended before the end.</param>
internal sealed record PausedCount(int Count, bool IsLowerBound)
{
    /// <summary>What stands for a count that could not be had.</summary>
    public const string Unknown = "?";

    public static PausedCount None { get; } = new(0, IsLowerBound: false);

    /// <summary>Whether there is one at least.</summary>
    public bool IsAny => Count > 0 || IsLowerBound;

    public static PausedCount operator +(PausedCount left, PausedCount right) =>
        new(left.Count + right.Count, left.IsLowerBound || right.IsLowerBound);

    /// <summary>The number, with a plus where there may be more.</summary>
    public override string ToString() => Count.ToString(CultureInfo.InvariantCulture) + (IsLowerBound ? "+" : string.Empty);
}
