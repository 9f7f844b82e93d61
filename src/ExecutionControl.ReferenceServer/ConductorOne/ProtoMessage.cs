using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>
/// A request message in proto3 JSON: an empty body is an empty message, unknown fields are ignored, null is the default, fields go by
/// their JSON names or their proto names, and none may come twice.
/// </summary>
internal sealed class ProtoMessage
{
    // Far beyond every number that fits, and short enough to be read at once.
    private const int MostDigits = 40;
    private const int MostItems = 1000;

    private readonly Dictionary<string, JsonElement> _fields;
    private HashSet<string>? _repeated;

    private ProtoMessage(Dictionary<string, JsonElement> fields) => _fields = fields;

    /// <summary>Reads a body, whatever its Content-Type says.</summary>
    /// <exception cref="Operations.OperationFaultException">It is no JSON object.</exception>
    public static ProtoMessage Parse(ReadOnlyMemory<byte> body)
    {
        // What most callers send who have nothing to say.
        if (body.IsEmpty || body.Span.SequenceEqual("{}"u8))
        {
            return new ProtoMessage([]);
        }

        try
        {
            if (!Utf8.IsValid(body.Span))
            {
                throw ProtoFault.InvalidArgument("the body is not UTF-8");
            }

            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Of(document.RootElement.Clone())
                : throw ProtoFault.InvalidArgument("proto: syntax error: the body is not a JSON object");
        }
        catch (JsonException exception)
        {
            throw ProtoFault.InvalidArgument(string.Create(
                CultureInfo.InvariantCulture, $"proto: syntax error (line {exception.LineNumber + 1}:{exception.BytePositionInLine + 1})"));
        }
    }

    /// <summary>A message within this one; an empty one when it is not there.</summary>
    public ProtoMessage Message(string jsonName, string protoName) => Find(jsonName, protoName) is { } value ? Message(value, jsonName) : new ProtoMessage([]);

    /// <summary>A message within this one; null when it is not there.</summary>
    public ProtoMessage? OptionalMessage(string jsonName, string protoName) => Find(jsonName, protoName) is { } value ? Message(value, jsonName) : null;

    public List<ProtoMessage> Messages(string jsonName, string protoName) => [.. Items(jsonName, protoName).Select(item => Message(item, jsonName))];

    public string Text(string jsonName, string protoName) => Find(jsonName, protoName) is { } value ? TextOf(value, jsonName) : "";

    /// <summary>A boolean, which unlike a number may not come as a string.</summary>
    public bool Flag(string jsonName, string protoName) => Find(jsonName, protoName) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        _ => throw Invalid(jsonName, "bool"),
    };

    /// <summary>The paths of a field mask: one string, in camel case, with commas between them and no spaces but at its ends.</summary>
    public IReadOnlyList<string> FieldMask(string jsonName, string protoName)
    {
        var mask = Text(jsonName, protoName).Trim();
        var paths = mask.Length == 0 ? [] : mask.Split(',', MostItems + 1);
        if (paths.Length > MostItems)
        {
            throw ProtoFault.InvalidArgument(string.Create(CultureInfo.InvariantCulture, $"{jsonName} must have {MostItems} paths or fewer"));
        }

        return Array.Find(paths, path => !IsPath(path)) is { } invalid
            ? throw ProtoFault.InvalidArgument($"proto: google.protobuf.FieldMask.paths contains invalid path: \"{invalid}\"")
            : paths;
    }

    public uint UInt32(string jsonName, string protoName) => (uint)Integer(jsonName, protoName, "uint32", uint.MinValue, uint.MaxValue);

    public int Int32(string jsonName, string protoName) => (int)Integer(jsonName, protoName, "int32", int.MinValue, int.MaxValue);

    public long Int64(string jsonName, string protoName) => (long)Integer(jsonName, protoName, "int64", long.MinValue, long.MaxValue);

    private decimal Integer(string jsonName, string protoName, string type, decimal least, decimal greatest)
    {
        if (Find(jsonName, protoName) is not { } value)
        {
            return 0;
        }

        // A number may come as a string, and with an exponent if it is whole all the same.
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => TextOf(value, jsonName),
            _ => "",
        };
        return text.Length <= MostDigits && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && number >= least && number <= greatest
            ? number
            : throw Invalid(jsonName, type);
    }

    /// <summary>The number of an enum's value, by its name or its number.</summary>
    public int Enum(string name, IReadOnlyList<string> values) => Enum(name, name, values);

    public int Enum(string jsonName, string protoName, IReadOnlyList<string> values) =>
        Find(jsonName, protoName) is { } value ? EnumOf(value, jsonName, values) : 0;

    public List<string> Texts(string jsonName, string protoName) =>
        [.. Items(jsonName, protoName).Select(item => TextOf(item, jsonName))];

    public List<int> Enums(string jsonName, string protoName, IReadOnlyList<string> values) =>
        [.. Items(jsonName, protoName).Select(item => EnumOf(item, jsonName, values))];

    // In snake case a path is invalid, too: it would not come back the same from the proto name.
    private static bool IsPath(string path) =>
        path.Split('.').All(part => part.Length > 0 && char.IsAsciiLetter(part[0]) && part.All(char.IsAsciiLetterOrDigit));

    private static ProtoMessage Message(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object ? Of(value) : throw Invalid(name, "message");

    private static ProtoMessage Of(JsonElement value)
    {
        try
        {
            var message = new ProtoMessage(new(StringComparer.Ordinal));
            foreach (var property in value.EnumerateObject())
            {
                if (!message._fields.TryAdd(property.Name, property.Value))
                {
                    // Only known fields are refused for it: unknown ones are skipped unread.
                    (message._repeated ??= new(StringComparer.Ordinal)).Add(property.Name);
                }
            }

            return message;
        }
        catch (InvalidOperationException)
        {
            throw ProtoFault.InvalidArgument("proto: syntax error: a field name is not valid Unicode");
        }
    }

    private static int EnumOf(JsonElement value, string name, IReadOnlyList<string> values)
    {
        var number = value.ValueKind switch
        {
            JsonValueKind.String => IndexOf(values, TextOf(value, name)),
            JsonValueKind.Number when value.TryGetInt32(out var known) && known < values.Count => known,
            _ => -1,
        };
        return number >= 0 ? number : throw Invalid(name, "enum");
    }

    private static int IndexOf(IReadOnlyList<string> values, string value)
    {
        var index = values.Count - 1;
        while (index >= 0 && !string.Equals(values[index], value, StringComparison.Ordinal))
        {
            index--;
        }

        return index;
    }

    private static string TextOf(JsonElement value, string name)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Invalid(name, "string");
        }
        catch (InvalidOperationException)
        {
            throw Invalid(name, "string");
        }
    }

    private static Operations.OperationFaultException Invalid(string name, string type) =>
        ProtoFault.InvalidArgument($"proto: invalid value for {type} field {name}");

    // Null counts as a field that is there.
    private JsonElement? Find(string jsonName, string protoName)
    {
        if (_repeated?.Contains(jsonName) is true || _repeated?.Contains(protoName) is true
            || (!string.Equals(jsonName, protoName, StringComparison.Ordinal) && _fields.ContainsKey(jsonName) && _fields.ContainsKey(protoName)))
        {
            throw ProtoFault.InvalidArgument($"proto: duplicate field \"{jsonName}\"");
        }

        return (_fields.TryGetValue(jsonName, out var value) || _fields.TryGetValue(protoName, out value)) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
    }

    private JsonElement.ArrayEnumerator Items(string jsonName, string protoName) => Find(jsonName, protoName) switch
    {
        null => default,
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() <= MostItems
            ? list.EnumerateArray()
            : throw ProtoFault.InvalidArgument(string.Create(CultureInfo.InvariantCulture, $"{jsonName} must have {MostItems} values or fewer")),
        _ => throw Invalid(jsonName, "repeated"),
    };
}

/// <summary>The refusals that ConductorOne's operations have in common.</summary>
internal static class ProtoFault
{
    public static OperationFaultException InvalidArgument(string message) => new(StatusCodes.Status400BadRequest, message);

    public static OperationFaultException NotFound(string message) => new(StatusCodes.Status404NotFound, message);
}
