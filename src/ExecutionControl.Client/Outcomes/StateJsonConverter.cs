using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExecutionControl.Client.Json;

/// <summary>
/// Writes a state as the plain text that its service writes, as a value and as a property's name. Takes any text, also one that this
/// version does not know, and nothing but text.
/// </summary>
/// <typeparam name="TState">The kind of state.</typeparam>
public sealed class StateJsonConverter<TState> : JsonConverter<TState>
    where TState : struct, IParsable<TState>
{
    /// <inheritdoc/>
    public override TState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.String
        ? TState.Parse(reader.GetString()!, provider: null)
        : throw new JsonException($"{typeof(TState).Name} is a text in JSON, but this is of kind {reader.TokenType}.");

    /// <inheritdoc/>
    public override TState ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TState.Parse(reader.GetString()!, provider: null);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TState value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, TState value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString()!);
    }
}
