using System.Globalization;

namespace ExecutionControl.Cli.Services;

/// <summary>How many there are of something, as far as a bounded search goes. Never a guess.</summary>
/// <param name="Count">How many were found.</param>
/// <param name="IsLowerBound">Whether the search ended before the end.</param>
internal sealed record BoundedCount(int Count, bool IsLowerBound)
{
    /// <summary>So many are counted; a search goes through ten pages for it.</summary>
    public const int Most = 1_000;

    /// <summary>What stands for a count that could not be had.</summary>
    public const string Unknown = "?";

    public static BoundedCount None { get; } = new(0, IsLowerBound: false);

    /// <summary>Whether there is one at least.</summary>
    public bool IsAny => Count > 0 || IsLowerBound;

    public static BoundedCount operator +(BoundedCount left, BoundedCount right) =>
        new(left.Count + right.Count, left.IsLowerBound || right.IsLowerBound);

    /// <summary>Counts as far as a bounded number goes.</summary>
    /// <param name="found">What is counted.</param>
    /// <param name="most">The number.</param>
    public static async Task<BoundedCount> OfAsync<T>(IAsyncEnumerable<T> found, int most = Most)
    {
        var count = 0;
        try
        {
            await foreach (var _ in found)
            {
                if (++count == most)
                {
                    return new BoundedCount(count, IsLowerBound: true);
                }
            }
        }
        catch (OperationCanceledException) when (count > 0)
        {
            return new BoundedCount(count, IsLowerBound: true);
        }

        return new BoundedCount(count, IsLowerBound: false);
    }

    /// <summary>The number, with a plus where there may be more.</summary>
    public override string ToString() => Count.ToString(CultureInfo.InvariantCulture) + (IsLowerBound ? "+" : string.Empty);
}

/// <summary>A bounded count in documents.</summary>
/// <param name="Count">How many were found.</param>
/// <param name="LowerBound">Whether there may be more: the search is bounded.</param>
internal sealed record CountDocument(int Count, bool LowerBound)
{
    public static CountDocument? Of(BoundedCount? count) => count is null ? null : new CountDocument(count.Count, count.IsLowerBound);
}
