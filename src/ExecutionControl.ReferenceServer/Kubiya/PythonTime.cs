using System.Globalization;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Times as Python's isoformat writes them: microseconds only if there are any.</summary>
internal static class PythonTime
{
    /// <summary>A time that knows its zone.</summary>
    public static string Aware(DateTimeOffset time) => Naive(time) + "+00:00";

    /// <summary>A time that does not, and is meant in UTC.</summary>
    public static string Naive(DateTimeOffset time) =>
        time.UtcDateTime.ToString(
            time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
