using System.Globalization;

namespace ExecutionControl.Client.Http;

/// <summary>Reads times as services write them: ISO 8601, with a zone or without one, which is UTC then.</summary>
internal static class TimeText
{
    /// <summary>The time; <see langword="null"/> for what is none. A time of day alone, which .NET would put on today's date, is none.</summary>
    public static DateTimeOffset? Read(string? text) =>
        text is { Length: >= 10 }
        && text[4] == '-'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
