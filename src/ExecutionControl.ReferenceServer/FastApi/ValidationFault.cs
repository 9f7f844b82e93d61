using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.FastApi;

/// <summary>One entry of a 422's <c>detail</c>, in the words of Pydantic.</summary>
/// <param name="Location">Where the fault is: strings, and integers for places in a list.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Type">The kind of fault.</param>
internal sealed record ValidationFault(IReadOnlyList<object> Location, string Message, string Type)
{
    /// <summary>What was refused; for what is missing, the object that it is missing from.</summary>
    public FaultInput Input { get; init; } = FaultInput.Null;

    /// <summary>What the message was made of, by name, each as JSON; empty where there is nothing.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Context { get; init; } = [];

    public static ValidationFault Missing(params IReadOnlyList<object> location) => new(location, "Field required", "missing");

    public static ValidationFault NoObject(params IReadOnlyList<object> location) =>
        new(location, "Input should be a valid dictionary or object to extract fields from", "model_attributes_type");

    public static ValidationFault NoString(params IReadOnlyList<object> location) => new(location, "Input should be a valid string", "string_type");

    public static ValidationFault NoUnicode(params IReadOnlyList<object> location) =>
        new(location, "Input should be a valid string, unable to parse raw data as a unicode string", "string_unicode");

    public static ValidationFault NoList(params IReadOnlyList<object> location) => new(location, "Input should be a valid list", "list_type");

    public static ValidationFault NoInteger(params IReadOnlyList<object> location) => new(location, "Input should be a valid integer", "int_type");

    public static ValidationFault UnreadableInteger(params IReadOnlyList<object> location) =>
        new(location, "Input should be a valid integer, unable to parse string as an integer", "int_parsing");

    public static ValidationFault TooLongInteger(params IReadOnlyList<object> location) =>
        new(location, "Unable to parse input string as an integer, exceeded maximum size", "int_parsing_size");

    public static ValidationFault FractionalInteger(params IReadOnlyList<object> location) =>
        new(location, "Input should be a valid integer, got a number with a fractional part", "int_from_float");

    /// <summary>A rule of the service itself that the value breaks.</summary>
    public static ValidationFault Value(string message, params IReadOnlyList<object> location) =>
        new(location, $"Value error, {message}", "value_error") { Context = [new("error", "{}")] };

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", Type);
        json.WriteStartArray("loc");
        foreach (var step in Location)
        {
            if (step is string name)
            {
                json.WriteStringValue(name);
            }
            else
            {
                json.WriteNumberValue((int)step);
            }
        }

        json.WriteEndArray();
        json.WriteString("msg", Message);

        // As it came: half a surrogate pair is JSON, but no text that a writer takes.
        json.WritePropertyName("input");
        json.WriteRawValue(Input.Json, skipInputValidation: true);
        if (Context.Count > 0)
        {
            json.WriteStartObject("ctx");
            foreach (var (name, value) in Context)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

/// <summary>A request that FastAPI refuses with 422 and all its faults.</summary>
internal static class ValidationReply
{
    public static OperationReply Of(params IReadOnlyList<ValidationFault> faults) => OperationReply.Json(StatusCodes.Status422UnprocessableEntity, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("detail");
        foreach (var fault in faults)
        {
            fault.Write(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}

/// <summary>What a refused value was, as a 422 repeats it: the very JSON of a body, or the text of a path or query.</summary>
/// <param name="Json">JSON.</param>
internal sealed record FaultInput(string Json)
{
    // The services repeat all of it; nobody needs the whole of a screenshot back.
    private const int Longest = 4096;

    // What is nested deeper is repeated as a text: with the answer around it, readers of their usual depth would not take it.
    private static readonly JsonReaderOptions Shallow = new() { MaxDepth = 32 };

    public static FaultInput Null { get; } = new("null");

    public static FaultInput EmptyObject { get; } = new("{}");

    public static FaultInput Of(JsonElement value)
    {
        var raw = value.GetRawText();
        return raw.Length <= Longest && IsShallow(raw) ? new FaultInput(raw) : Of(raw);
    }

    public static FaultInput Of(string text)
    {
        var shown = text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
        return new FaultInput($"\"{JsonEncodedText.Encode(shown, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");
    }

    private static bool IsShallow(string json)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), Shallow);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
