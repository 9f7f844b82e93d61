using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ExecutionControl.Reference.FastApi;

/// <summary>The fields of a JSON body, read as leniently as Pydantic does unless it is told to be strict.</summary>
internal sealed class FastApiBody(FastApiRequest request, JsonElement root)
{
    private const string Body = "body";
    private const int MostItems = 1000;

    private readonly Dictionary<string, JsonElement> _fields = FieldsOf(root);

    /// <summary>A required integer: a number without a fraction, a string that holds one, or a boolean.</summary>
    public long Integer(string name)
    {
        if (Required(name) is not { } value)
        {
            return -1;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return 1;
            case JsonValueKind.False:
                return 0;
            case JsonValueKind.String when Text(value, Body, name) is { } text:
                return FromText(text, name);
            case JsonValueKind.String:
                return -1;
            case JsonValueKind.Number:
                return FromNumber(value, name);
            default:
                request.Add(ValidationFault.NoInteger(Body, name) with { Input = FaultInput.Of(value) });
                return -1;
        }
    }

    public string Text(string name)
    {
        if (Required(name) is not { } value)
        {
            return "";
        }

        return Text(value, Body, name) ?? "";
    }

    /// <summary>A text that may be null or missing.</summary>
    public string? OptionalText(string name) =>
        _fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? Text(value, Body, name) : null;

    /// <summary>A list of texts; empty when it is null or missing.</summary>
    public List<string> OptionalTexts(string name)
    {
        var texts = new List<string>();
        if (!_fields.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return texts;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            request.Add(ValidationFault.NoList(Body, name) with { Input = FaultInput.Of(value) });
            return texts;
        }

        if (value.GetArrayLength() > MostItems)
        {
            request.Add(new ValidationFault(
                [Body, name],
                string.Create(CultureInfo.InvariantCulture, $"List should have at most {MostItems} items after validation, not {value.GetArrayLength()}"),
                "too_long")
            {
                Input = FaultInput.Of(value), Context = [new("max_length", MostItems.ToString(CultureInfo.InvariantCulture))],
            });
            return texts;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            texts.Add(Text(item, Body, name, index++) ?? "");
        }

        return texts;
    }

    // The last of several with one name counts. A name with half a surrogate pair is fine for Python, and nobody's field.
    private static Dictionary<string, JsonElement> FieldsOf(JsonElement root)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            try
            {
                fields[property.Name] = property.Value;
            }
            catch (InvalidOperationException)
            {
                continue;
            }
        }

        return fields;
    }

    private JsonElement? Required(string name)
    {
        if (_fields.TryGetValue(name, out var value))
        {
            return value;
        }

        request.Add(ValidationFault.Missing(Body, name) with { Input = FaultInput.Of(root) });
        return null;
    }

    private string? Text(JsonElement value, params IReadOnlyList<object> location)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            request.Add(ValidationFault.NoString(location) with { Input = FaultInput.Of(value) });
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            request.Add(ValidationFault.NoUnicode(location) with { Input = FaultInput.Of(value) });
            return null;
        }
    }

    private long FromText(string text, string name)
    {
        if (PythonInteger.IsTooLong(text))
        {
            request.Add(ValidationFault.TooLongInteger(Body, name) with { Input = FaultInput.Of(text) });
            return -1;
        }

        if (BigInteger.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return PythonInteger.Clamp(number);
        }

        request.Add(ValidationFault.UnreadableInteger(Body, name) with { Input = FaultInput.Of(text) });
        return -1;
    }

    private long FromNumber(JsonElement value, string name)
    {
        if (PythonInteger.IsTooLong(value.GetRawText()))
        {
            request.Add(ValidationFault.TooLongInteger(Body, name) with { Input = FaultInput.Of(value) });
            return -1;
        }

        if (BigInteger.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return PythonInteger.Clamp(number);
        }

        if (value.TryGetDouble(out var fraction) && double.IsInteger(fraction))
        {
            return PythonInteger.Clamp(new BigInteger(fraction));
        }

        request.Add(ValidationFault.FractionalInteger(Body, name) with { Input = FaultInput.Of(value) });
        return -1;
    }
}
