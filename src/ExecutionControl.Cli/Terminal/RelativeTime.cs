using System.Globalization;

namespace ExecutionControl.Cli.Terminal;

/// <summary>Says how long ago something was, in the largest unit that fits.</summary>
internal static class RelativeTime
{
    /// <summary>The time in words; empty when there is none.</summary>
    public static string Of(DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is not { } given)
        {
            return string.Empty;
        }

        var distance = now - given;
        var amount = distance.Duration();
        var text = amount switch
        {
            _ when amount < TimeSpan.FromSeconds(1) => "now",
            _ when amount < TimeSpan.FromMinutes(1) => Text(amount.TotalSeconds, "s"),
            _ when amount < TimeSpan.FromHours(1) => Text(amount.TotalMinutes, "min"),
            _ when amount < TimeSpan.FromDays(2) => Text(amount.TotalHours, "h"),
            _ => Text(amount.TotalDays, "d"),
        };
        return text switch
        {
            "now" => text,
            _ when distance < TimeSpan.Zero => $"in {text}",
            _ => $"{text} ago",
        };
    }

    /// <summary>How long ago it was, and when; empty when there is none.</summary>
    public static string WithTime(DateTimeOffset? time, DateTimeOffset now) => time is { } given
        ? $"{Of(given, now)} ({given.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)})"
        : string.Empty;

    /// <summary>The same for a time as a service wrote it. One without a zone is taken for UTC; one that cannot be read stays as it is.</summary>
    public static string Of(string? time, DateTimeOffset now) =>
        ServiceTime.Read(time) is { } parsed ? Of(parsed, now) : PlainText.OneLine(time);

    private static string Text(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(value):0} {unit}");
}

/// <summary>Times as services and people write them.</summary>
internal static class ServiceTime
{
    /// <summary>The time; one without a zone is taken for UTC. Null where there is none, or none that can be read.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
