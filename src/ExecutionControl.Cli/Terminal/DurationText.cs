using System.Globalization;
using System.Text.RegularExpressions;

namespace ExecutionControl.Cli.Terminal;

/// <summary>Durations as people type them: 30s, 5m, 1h30m, 2d.</summary>
internal static partial class DurationText
{
    /// <summary>The longest duration that is taken: thirty days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Reads days, hours, minutes and seconds, in this order, each at most once; longer than nothing and at most <see cref="Longest"/>.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var match = Pattern().Match(text);
        if (!match.Success || text.Length == 0)
        {
            return false;
        }

        duration = new TimeSpan(Number(match, "d"), Number(match, "h"), Number(match, "m"), Number(match, "s"));
        return duration > TimeSpan.Zero && duration <= Longest;
    }

    /// <summary>The duration as it would be typed, to the second.</summary>
    public static string Of(TimeSpan duration)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Part((long)duration.TotalHours, "h")}{Part(duration.Minutes, "m")}{Part(duration.Seconds, "s")}");
        return text.Length > 0 ? text : "0s";
    }

    private static string Part(long value, string unit) => value > 0 ? value.ToString(CultureInfo.InvariantCulture) + unit : string.Empty;

    private static int Number(Match match, string unit) =>
        match.Groups[unit] is { Success: true } group ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"\A(?:(?<d>[0-9]{1,4})d)?(?:(?<h>[0-9]{1,6})h)?(?:(?<m>[0-9]{1,6})m)?(?:(?<s>[0-9]{1,7})s)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Pattern();
}
