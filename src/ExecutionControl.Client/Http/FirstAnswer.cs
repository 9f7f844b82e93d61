using System.Net;
using System.Net.Http.Headers;

namespace ExecutionControl.Client.Http;

/// <summary>
/// The error that came for an attempt, kept next to the wire: whatever handlers of the application's do with it, and whatever they end in, it is
/// what the service said.
/// </summary>
internal sealed record FirstAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContent Content)
{
    /// <summary>Reads the beginning of an error's body and puts it in the place of the stream, which could be read once only.</summary>
    public static async Task<FirstAnswer> KeepAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await BoundedBody.ReadBeginningAsync(response.Content, cancellationToken).ConfigureAwait(false);
        var kept = Copy(body, response.Content.Headers);
        var shown = Copy(body, response.Content.Headers);
        response.Content.Dispose();
        response.Content = shown;
        return new FirstAnswer(response.StatusCode, response.Headers, kept);
    }

    private static ByteArrayContent Copy(byte[] body, HttpContentHeaders headers)
    {
        var copy = new ByteArrayContent(body);
        foreach (var header in headers.NonValidated)
        {
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        return copy;
    }
}
