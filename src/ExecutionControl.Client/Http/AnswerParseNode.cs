using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;

namespace ExecutionControl.Client.Http;

/// <summary>
/// One value of an answer, as Kiota's models read it. Kiota's own reader throws wherever a value is not what the specification says, and
/// not always something that can be told from a mistake of the program's. This one is total: what cannot be read as what it should be is
/// <see langword="null"/>, so that a malformed ornament costs nothing, and whoever draws a conclusion from a field asks whether it is
/// there. Only an object that is none is refused, as that it is missing can be an answer, too.
/// </summary>
internal sealed class AnswerParseNode(JsonElement element) : IParseNode
{
    /// <summary>How much is shown of a list or an object where a text should be.</summary>
    private const int MaxShownLength = 256;

    /// <summary>Reads an answer that <see cref="Attempt"/> has cleaned.</summary>
    /// <exception cref="UnreadableAnswerException">It is no JSON.</exception>
    public static AnswerParseNode Parse(byte[] text)
    {
        try
        {
            return new AnswerParseNode(JsonText.Parse(text));
        }
        catch (JsonException exception)
        {
            throw new UnreadableAnswerException("the answer could not be read: it is no JSON", exception);
        }
    }

    /// <summary>Refuses an answer that is no object, where nothing in it is read.</summary>
    /// <exception cref="UnreadableAnswerException">It is none.</exception>
    public void RequireObject()
    {
        if (!IsObject)
        {
            throw new UnreadableAnswerException("the answer is no JSON object");
        }
    }

    public Action<IParsable>? OnBeforeAssignFieldValues { get; set; }

    public Action<IParsable>? OnAfterAssignFieldValues { get; set; }

    public string? GetStringValue() => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => element.GetString(),
        _ => Redaction.Visible(element.GetRawText(), MaxShownLength),
    };

    public bool? GetBoolValue() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public long? GetLongValue() => JsonNumber.TryGetWhole(element, out var value) ? value : null;

    public int? GetIntValue() => GetLongValue() is { } value and >= int.MinValue and <= int.MaxValue ? (int)value : null;

    public byte? GetByteValue() => GetLongValue() is { } value and >= byte.MinValue and <= byte.MaxValue ? (byte)value : null;

    public sbyte? GetSbyteValue() => GetLongValue() is { } value and >= sbyte.MinValue and <= sbyte.MaxValue ? (sbyte)value : null;

    public double? GetDoubleValue() => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) ? value : null;

    public float? GetFloatValue() => element.ValueKind == JsonValueKind.Number && element.TryGetSingle(out var value) ? value : null;

    public decimal? GetDecimalValue() => element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var value) ? value : null;

    public Guid? GetGuidValue() => Guid.TryParse(Text, out var value) ? value : null;

    public DateTimeOffset? GetDateTimeOffsetValue() => ReadTime(Text);

    public TimeSpan? GetTimeSpanValue() => TimeSpan.TryParse(Text, CultureInfo.InvariantCulture, out var value) ? value : null;

    public Date? GetDateValue() => DateOnly.TryParse(Text, CultureInfo.InvariantCulture, out var value) ? new Date(value.Year, value.Month, value.Day) : null;

    public Time? GetTimeValue() =>
        TimeOnly.TryParse(Text, CultureInfo.InvariantCulture, out var value) ? new Time(value.Hour, value.Minute, value.Second) : null;

    public byte[]? GetByteArrayValue() => element.ValueKind == JsonValueKind.String && element.TryGetBytesFromBase64(out var value) ? value : null;

    public IParseNode? GetChildNode(string identifier) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(identifier, out var child) ? new AnswerParseNode(child) : null;

    public T? GetEnumValue<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>()
        where T : struct, Enum => Enum.TryParse<T>(Text, ignoreCase: true, out var value) ? value : null;

    public IEnumerable<T?> GetCollectionOfEnumValues<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>()
        where T : struct, Enum => element.ValueKind == JsonValueKind.Array ? [.. Items().Select(item => item.GetEnumValue<T>())] : [];

    public IEnumerable<T> GetCollectionOfPrimitiveValues<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>() =>
        element.ValueKind == JsonValueKind.Array && typeof(T) == typeof(string)
            ? [.. Items().Select(item => item.GetStringValue()).OfType<string>().Cast<T>()]
            : [];

    /// <summary>Reads a list: null is an empty one, and what is no list is none. An item that is no object is one without fields.</summary>
    public IEnumerable<T> GetCollectionOfObjectValues<T>(ParsableFactory<T> factory)
        where T : IParsable => element.ValueKind switch
        {
            JsonValueKind.Array => [.. Items().Select(item => item.IsObject ? item.GetObjectValue(factory) : factory(item))],
            JsonValueKind.Null => [],
            _ => null!,
        };

    /// <exception cref="UnreadableAnswerException">It is no object.</exception>
    public T GetObjectValue<T>(ParsableFactory<T> factory)
        where T : IParsable
    {
        if (typeof(T) == typeof(UntypedNode))
        {
            return (T)(IParsable)Untyped();
        }

        if (element.ValueKind == JsonValueKind.Null)
        {
            return default!;
        }

        if (!IsObject)
        {
            throw new UnreadableAnswerException("the answer, or a part of it, is no JSON object");
        }

        var value = factory(this);
        OnBeforeAssignFieldValues?.Invoke(value);
        Assign(value);
        OnAfterAssignFieldValues?.Invoke(value);
        return value;
    }

    /// <summary>
    /// A time as services write it: ISO 8601, with a zone or without one, which is UTC then; <see langword="null"/> for what is none. A time of
    /// day alone, which .NET would put on today's date, is none.
    /// </summary>
    public static DateTimeOffset? ReadTime(string? text) =>
        text is { Length: >= 10 }
        && text[4] == '-'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private bool IsObject => element.ValueKind == JsonValueKind.Object;

    private string? Text => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private IEnumerable<AnswerParseNode> Items() => element.EnumerateArray().Select(item => new AnswerParseNode(item));

    private void Assign(IParsable value)
    {
        var fields = value.GetFieldDeserializers();
        var others = (value as IAdditionalDataHolder)?.AdditionalData;
        foreach (var (name, field) in Fields(fields.ContainsKey))
        {
            if (fields.TryGetValue(name, out var assign))
            {
                assign(new AnswerParseNode(field));
            }
            else if (others is not null && field.ValueKind == JsonValueKind.String)
            {
                others[name] = field.GetString()!;
            }
        }
    }

    /// <summary>
    /// The fields of an object. Of one that is there twice with two values neither can be believed: it counts as null. Where that would say
    /// something itself, as it does of an object in a field of the model, the answer is refused.
    /// </summary>
    /// <exception cref="UnreadableAnswerException">A field of the model is there twice, with two values of which one is an object.</exception>
    private Dictionary<string, JsonElement> Fields(Func<string, bool> isOfModel)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!fields.TryAdd(property.Name, property.Value) && !IsSame(fields[property.Name], property.Value))
            {
                if (isOfModel(property.Name) && (property.Value.ValueKind == JsonValueKind.Object || fields[property.Name].ValueKind == JsonValueKind.Object))
                {
                    throw new UnreadableAnswerException("the answer contradicts itself");
                }

                fields[property.Name] = default;
            }
        }

        return fields;
    }

    private static bool IsSame(JsonElement left, JsonElement right) =>
        left.ValueKind == right.ValueKind && string.Equals(left.GetRawText(), right.GetRawText(), StringComparison.Ordinal);

    /// <summary>A value without a model. Nothing here looks deeper than its fields, and numbers among them are as good as texts.</summary>
    private UntypedNode Untyped() => element.ValueKind switch
    {
        JsonValueKind.Object => new UntypedObject(
            Fields(static _ => false).ToDictionary(field => field.Key, field => Scalar(field.Value), StringComparer.Ordinal)),
        JsonValueKind.Array => new UntypedArray([]),
        _ => Scalar(element),
    };

    private static UntypedNode Scalar(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => new UntypedBoolean(element.GetBoolean()),
        JsonValueKind.String => new UntypedString(element.GetString()),
        JsonValueKind.Number => new UntypedString(element.GetRawText()),
        _ => new UntypedNull(),
    };
}
