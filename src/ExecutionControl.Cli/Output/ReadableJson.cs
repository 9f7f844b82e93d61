using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json;

namespace ExecutionControl.Cli.Output;

/// <summary>How the documents that ectl prints become JSON: one line each, camel case, text left readable.</summary>
internal static class ReadableJson
{
    /// <summary>Options of a context's own: people read it in terminals, no page embeds it.</summary>
    public static JsonSerializerOptions NewOptions() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <summary>The lines of the client's log, for programs.</summary>
[JsonSerializable(typeof(LogLine))]
internal sealed partial class OutputJsonContext : JsonSerializerContext
{
    public static OutputJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

/// <summary>Writes an enum's value as its name in camel case.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
