using System.Text;
using System.Text.Json.Nodes;

namespace ExecutionControl.ContractTests.WireMock;

/// <summary>One request as WireMock's journal holds it.</summary>
internal sealed class RecordedRequest
{
    private readonly Dictionary<string, string[]> _headers;
    private readonly byte[] _body;

    private RecordedRequest(JsonNode request, bool wasMatched)
    {
        Method = request["method"]!.GetValue<string>();
        Url = request["url"]!.GetValue<string>();
        WasMatched = wasMatched;
        _headers = request["headers"]!.AsObject().ToDictionary(header => header.Key, header => Values(header.Value), StringComparer.OrdinalIgnoreCase);
        _body = Convert.FromBase64String(request["bodyAsBase64"]?.GetValue<string>() ?? "");
    }

    public string Method { get; }

    /// <summary>Path and query exactly as they were sent, escapes included.</summary>
    public string Url { get; }

    public bool WasMatched { get; }

    /// <summary>Every header line, sorted; a header that was sent twice is there twice.</summary>
    public IReadOnlyList<string> HeaderLines =>
        [.. _headers.SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}")).Order(StringComparer.Ordinal)];

    public ReadOnlyMemory<byte> BodyBytes => _body;

    /// <summary>The body read as UTF-8.</summary>
    public string Body => Encoding.UTF8.GetString(_body);

    public static RecordedRequest Parse(JsonNode journalEntry) =>
        new(journalEntry["request"]!, journalEntry["wasMatched"]!.GetValue<bool>());

    /// <summary>The only value of a header; null when it was not sent.</summary>
    /// <exception cref="InvalidOperationException">The header was sent more than once.</exception>
    public string? Header(string name) => _headers.TryGetValue(name, out var values) ? values.Single() : null;

    /// <summary>The fields of a form body, in the order in which they were sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form() =>
        [.. Body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=', 2)).Select(field => KeyValuePair.Create(Decode(field[0]), Decode(field.ElementAtOrDefault(1) ?? "")))];

    public override string ToString() => $"{Method} {Url}";

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string[] Values(JsonNode? value) =>
        value is JsonArray values ? [.. values.Select(entry => entry!.GetValue<string>())] : [value!.GetValue<string>()];
}
