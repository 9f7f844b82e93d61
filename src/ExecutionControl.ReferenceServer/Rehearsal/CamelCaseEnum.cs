using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExecutionControl.Reference.Rehearsal;

/// <summary>The values of an enum by their names in camel case, never by their numbers.</summary>
internal sealed class CamelCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
