using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Control;

/// <summary>A request to the control interface whose token was good.</summary>
/// <param name="Name">The value of the path's parameter; empty where it has none.</param>
/// <param name="Query">The query.</param>
/// <param name="Body">The body as it came.</param>
internal sealed record ControlRequest(string Name, IQueryCollection Query, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body as an object with none but these members; an empty body is an empty object.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public JsonElement Members(params ReadOnlySpan<string> names)
    {
        try
        {
            using var document = JsonDocument.Parse(Body.IsEmpty ? "{}"u8.ToArray() : Body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidDataException("The body must be a JSON object.");
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                // Half a surrogate pair, escaped, is valid JSON, but no text: whoever reads it later would find out.
                _ = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
                if (!names.Contains(member.Name))
                {
                    throw new InvalidDataException($"The body has a member '{member.Name}' that nobody knows here. There are {string.Join(", ", names.ToArray())}.");
                }
            }

            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The body is no JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException("The body holds text that is not Unicode.", exception);
        }
    }
}
