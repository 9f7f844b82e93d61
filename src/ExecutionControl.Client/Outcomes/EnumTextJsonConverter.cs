using System.Text.Json.Serialization;

namespace ExecutionControl.Client.Json;

/// <summary>
/// Writes the value of an enumeration as its name, and takes nothing but a name, in any case: a number is refused, as it may mean another value
/// in another version.
/// </summary>
/// <typeparam name="TEnum">The enumeration.</typeparam>
public sealed class EnumTextJsonConverter<TEnum>() : JsonStringEnumConverter<TEnum>(namingPolicy: null, allowIntegerValues: false)
    where TEnum : struct, Enum;
