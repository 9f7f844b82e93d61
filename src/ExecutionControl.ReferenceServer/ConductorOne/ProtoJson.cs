using System.Globalization;
using System.Text.Json;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>proto3 JSON as ConductorOne writes it: every field is there, 64-bit integers are strings, unset times are null.</summary>
internal static class ProtoJson
{
    public static void WriteInt64(this Utf8JsonWriter json, string name, long value) =>
        json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));

    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            // Protobuf writes no fraction or three, six or nine digits of it.
            var format = value.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ";
            json.WriteString(name, value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A protobuf duration: seconds, a fraction of three digits if there is one, and an s.</summary>
    public static void WriteDuration(this Utf8JsonWriter json, string name, TimeSpan? duration)
    {
        if (duration is { } value)
        {
            var format = value.Milliseconds == 0 ? "0" : "0.000";
            json.WriteString(name, value.TotalSeconds.ToString(format, CultureInfo.InvariantCulture) + "s");
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
