using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using WireMock.Logging;

namespace ExecutionControl.ContractTests.Stubs;

/// <summary>One request as WireMock.Net's log holds it.</summary>
internal sealed class RecordedRequest
{
    private readonly Dictionary<string, string[]> _headers;
    private readonly byte[] _body;

    public RecordedRequest(ILogEntry entry)
    {
        var request = entry.RequestMessage;
        _headers = request.Headers!.ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        _headers.Remove(RawTarget.Header, out var target);
        _body = request.BodyAsBytes ?? [];
        Method = request.Method;
        Url = target!.Single();
        WasMatched = entry.MappingGuid is not null;
    }

    public string Method { get; }

    /// <summary>Path and query exactly as they were sent, escapes included.</summary>
    public string Url { get; }

    /// <summary>Whether a stub answered.</summary>
    public bool WasMatched { get; }

    /// <summary>Every header line, sorted; a header that was sent twice is there twice.</summary>
    public IReadOnlyList<string> HeaderLines =>
        [.. _headers.SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}")).Order(StringComparer.Ordinal)];

    public ReadOnlyMemory<byte> BodyBytes => _body;

    /// <summary>The body read as UTF-8.</summary>
    public string Body => Encoding.UTF8.GetString(_body);

    /// <summary>The only value of a header; null when it was not sent.</summary>
    /// <exception cref="InvalidOperationException">The header was sent more than once.</exception>
    public string? Header(string name) => _headers.TryGetValue(name, out var values) ? values.Single() : null;

    /// <summary>The fields of a form body, in the order in which they were sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form()
    {
        using var reader = new FormReader(Body);
        var fields = new List<KeyValuePair<string, string>>();
        while (reader.ReadNextPair() is { } field)
        {
            fields.Add(field);
        }

        return fields;
    }

    public override string ToString() => $"{Method} {Url}";
}
