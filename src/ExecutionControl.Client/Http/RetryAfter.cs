using System.Globalization;
using System.Net.Http.Headers;

namespace ExecutionControl.Client.Http;

/// <summary>Reads how long a service asks to wait.</summary>
internal static class RetryAfter
{
    private const NumberStyles SecondsStyle = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    /// <summary>
    /// Returns the wait, rounded up to whole seconds, from seconds or from a date, which is measured from the answer's own Date, so that
    /// it does not matter whose clock is wrong, or else from <paramref name="timeProvider"/>'s clock. Zero for a date that has passed; the
    /// longest where there are several; <see langword="null"/> when there is none or it makes no sense.
    /// </summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider timeProvider)
    {
        if (!headers.NonValidated.TryGetValues("Retry-After", out var lines))
        {
            return null;
        }

        TimeSpan? longest = null;
        foreach (var line in lines)
        {
            // A date holds a comma; a list of numbers, which a proxy may make of several headers, is divided by commas.
            var waits = Until(line, headers, timeProvider) is { } wait ? [wait] : line.Split(',').Select(Seconds);
            longest = waits.Append(longest).Max();
        }

        return longest;
    }

    private static TimeSpan? Until(string text, HttpResponseHeaders headers, TimeProvider timeProvider) =>
        RetryConditionHeaderValue.TryParse(text, out var value) && value.Date is { } date
            ? date - (headers.Date ?? timeProvider.GetUtcNow()) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero
            : null;

    /// <summary>More seconds than a <see cref="TimeSpan"/> holds are a wait all the same.</summary>
    private static TimeSpan? Seconds(string text) =>
        double.TryParse(text, SecondsStyle, CultureInfo.InvariantCulture, out var seconds)
            ? Math.Ceiling(seconds) is var whole && whole < (long)TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(whole) : TimeSpan.MaxValue
            : null;
}
