using System.Text;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Output;

/// <summary>Reads what a request will look like on the wire, with what the client adds after all handlers.</summary>
internal static class HttpText
{
    /// <summary>The headers, in the order in which they are shown, and the body. The token is not among them: no handler sees it.</summary>
    public static async Task<(IReadOnlyList<KeyValuePair<string, string>> Headers, string? Body)> ReadAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> headers =
        [
            new("Host", request.RequestUri?.Authority ?? string.Empty),
            new("Authorization", $"Bearer {SecretRedactor.Mark}"),
            .. Of(request.Headers),
        ];
        if (request.Headers.UserAgent.Count == 0)
        {
            headers.Add(new("User-Agent", $"ExecutionControl/{typeof(ControlResult).Assembly.GetName().Version?.ToString(3)}"));
        }

        if (request.Method == HttpMethod.Get)
        {
            return (headers, null);
        }

        byte[] body = request.Content is { } content ? await BytesAsync(content, cancellationToken) : [];
        headers.AddRange(request.Content is null ? [] : Of(request.Content.Headers).Where(header => header.Key is not "Content-Length"));
        headers.Add(new("Content-Length", $"{body.Length}"));
        return (headers, body.Length > 0 ? Encoding.UTF8.GetString(body) : null);
    }

    /// <summary>The headers of a message, repeated ones joined.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(System.Net.Http.Headers.HttpHeaders headers) =>
        headers.NonValidated.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString()));

    private static async Task<byte[]> BytesAsync(HttpContent content, CancellationToken cancellationToken)
    {
        // Buffered, so that reading it here does not use it up.
        await content.LoadIntoBufferAsync(cancellationToken);
        return await content.ReadAsByteArrayAsync(cancellationToken);
    }
}
