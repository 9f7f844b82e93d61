using System.Text.Json;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Wire;

/// <summary>An answer as it came over the wire. What it does not hold, but should, breaks the contract.</summary>
internal sealed class WireAnswer(string request, int status, string body, IReadOnlyDictionary<string, string> headers)
{
    private readonly Lazy<JsonElement> _json = new(() => Parse(request, status, body));

    public int Status => status;

    public string Body => body;

    public JsonElement Json => _json.Value;

    public string? Header(string name) => headers.GetValueOrDefault(name);

    /// <summary>Demands a status.</summary>
    public WireAnswer Expect(int expected) => status == expected ? this : throw Broken($"the status is {status}, not {expected}");

    /// <summary>The value at a path of names and places in lists.</summary>
    public JsonElement At(params ReadOnlySpan<object> path)
    {
        var value = Json;
        foreach (var step in path)
        {
            value = Step(value, step) ?? throw Broken($"there is no {string.Join('.', path.ToArray())}");
        }

        return value;
    }

    public bool Has(string name) => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out _);

    public string Text(params ReadOnlySpan<object> path) => Of(JsonValueKind.String, path).GetString()!;

    public bool Flag(params ReadOnlySpan<object> path) => At(path).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Broken($"{string.Join('.', path.ToArray())} is no boolean"),
    };

    /// <summary>A whole number that is written as a number.</summary>
    public long Number(params ReadOnlySpan<object> path) =>
        Of(JsonValueKind.Number, path).TryGetInt64(out var number) ? number : throw Broken($"{string.Join('.', path.ToArray())} is no whole number");

    public IReadOnlyList<JsonElement> Items(params ReadOnlySpan<object> path) => [.. Of(JsonValueKind.Array, path).EnumerateArray()];

    public ContractBrokenException Broken(string why) => new($"{request}: {why}. It was answered with {status}: {body}");

    private static JsonElement? Step(JsonElement value, object step) => step switch
    {
        string name when value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) => member,
        int place when value.ValueKind == JsonValueKind.Array && place < value.GetArrayLength() => value[place],
        _ => null,
    };

    private static JsonElement Parse(string request, int status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new ContractBrokenException($"{request}: the answer is no JSON. It was answered with {status}: {body}");
        }
    }

    private JsonElement Of(JsonValueKind kind, ReadOnlySpan<object> path)
    {
        var value = At(path);
        return value.ValueKind == kind ? value : throw Broken($"{string.Join('.', path.ToArray())} is a {value.ValueKind}, not a {kind}");
    }
}
