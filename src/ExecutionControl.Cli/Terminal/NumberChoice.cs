using System.Globalization;

namespace ExecutionControl.Cli.Terminal;

/// <summary>Reads which of some numbered lines somebody chose.</summary>
internal static class NumberChoice
{
    private static readonly char[] Separators = [' ', ',', ';', '\t'];

    /// <summary>The numbers, each once and in the order in which they were typed; null when the text names anything else.</summary>
    /// <param name="text">Numbers and ranges, or the word all.</param>
    /// <param name="count">The highest number.</param>
    public static IReadOnlyList<int>? Parse(string text, int count)
    {
        if (string.Equals(text.Trim(), "all", StringComparison.OrdinalIgnoreCase))
        {
            return [.. Enumerable.Range(1, count)];
        }

        var chosen = new List<int>();
        foreach (var part in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-', 2);
            if (Number(ends[0], count) is not { } first || Number(ends[^1], count) is not { } last || first > last)
            {
                return null;
            }

            chosen.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return chosen.Count > 0 ? [.. chosen.Distinct()] : null;
    }

    private static int? Number(string text, int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= count ? number : null;
}
