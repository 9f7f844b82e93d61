using System.Net;
using System.Net.Http.Headers;

namespace ExecutionControl.Client.Http;

/// <summary>
/// The answer that came for an attempt, kept next to the wire: whatever handlers of the application's do with it, and whatever they end in, it is
/// what the service said.
/// </summary>
internal sealed class FirstAnswer : IDisposable
{
    private readonly HttpStatusCode _status;
    private readonly HttpResponseHeaders _headers;
    private readonly HttpContent _content;

    private FirstAnswer(HttpStatusCode status, HttpResponseHeaders headers, HttpContent content)
    {
        _status = status;
        _headers = headers;
        _content = content;
    }

    /// <summary>
    /// Keeps an answer. Of an error the beginning is read, in the place of a stream that could be read once only; a success stays what it is, but
    /// for a handler that disposes of it.
    /// </summary>
    public static async Task<FirstAnswer> KeepAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = response.Content;
        if (response.IsSuccessStatusCode)
        {
            response.Content = CopyHeaders(content.Headers, new LentContent(content));
            return new FirstAnswer(response.StatusCode, response.Headers, content);
        }

        var body = await BoundedBody.ReadBeginningAsync(content, cancellationToken).ConfigureAwait(false);
        response.Content = CopyHeaders(content.Headers, new ByteArrayContent(body));
        content.Dispose();
        return new FirstAnswer(response.StatusCode, response.Headers, CopyHeaders(content.Headers, new ByteArrayContent(body)));
    }

    /// <summary>The answer as it came.</summary>
    public HttpResponseMessage ToResponse()
    {
        var response = new HttpResponseMessage(_status) { Content = _content };
        foreach (var header in _headers.NonValidated)
        {
            response.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return response;
    }

    public void Dispose() => _content.Dispose();

    private static HttpContent CopyHeaders(HttpContentHeaders headers, HttpContent content)
    {
        foreach (var header in headers.NonValidated)
        {
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        return content;
    }

    /// <summary>The body of a success for whoever reads it; its owner disposes of it.</summary>
    private sealed class LentContent(HttpContent owned) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => owned.CopyToAsync(stream, context);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            owned.CopyToAsync(stream, context, cancellationToken);

        protected override Task<Stream> CreateContentReadStreamAsync() => owned.ReadAsStreamAsync();

        protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => owned.ReadAsStreamAsync(cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = owned.Headers.ContentLength ?? -1;
            return length >= 0;
        }
    }
}
