using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExecutionControl.Reference.Rehearsal;

/// <summary>Durations as numbers of milliseconds.</summary>
internal sealed class MillisecondsConverter : JsonConverter<TimeSpan>
{
    private const double Greatest = 1e12;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var milliseconds) && Math.Abs(milliseconds) <= Greatest
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new JsonException("a duration is a number of milliseconds");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalMilliseconds);
}
