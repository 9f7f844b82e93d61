using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExecutionControl.Cli.Output;

/// <summary>Writes an enum's value as its name in camel case.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
