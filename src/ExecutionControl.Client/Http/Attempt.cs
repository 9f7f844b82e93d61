using System.Net;
using System.Net.Http.Headers;

namespace ExecutionControl.Client.Http;

/// <summary>
/// One attempt of one call, carried by its request down to the wire and back: which token goes with it, whether it may still
/// be sent, whether any of it may have reached the server, and what it was answered with. It keeps the answer that came: whatever handlers of
/// the application's do with it, and whatever they end in, it is what the service said.
/// </summary>
internal sealed class Attempt(Uri server, BearerToken token)
{
    private static readonly HttpRequestOptionsKey<Attempt> _key = new(typeof(Attempt).FullName!);
    private const string CorrelationHeader = "X-Correlation-ID";

    private int _claimed;
    private volatile bool _isSent;
    private HttpResponseHeaders? _headers;
    private HttpStatusCode _keptStatus;
    private HttpResponseHeaders? _keptHeaders;
    private HttpContent? _keptContent;

    public Uri Server => server;

    /// <summary>The token that it is sent with.</summary>
    public BearerToken Token => token;

    /// <summary>The application's id of the call, for a header; <see langword="null"/> for none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Fields of the answer whose values nobody may see.</summary>
    public IReadOnlyList<string> HiddenFields { get; init; } = [];

    /// <summary>Whether a connection was there and the request began to be written: from then on it may have been processed.</summary>
    public bool IsSent => _isSent;

    /// <summary>The service's id of the request, from the answer's headers.</summary>
    public string? RequestId { get; private set; }

    /// <summary>The answer's Date, read only where somebody asks for it.</summary>
    public DateTimeOffset? AnsweredAt => _headers?.Date;

    /// <summary>The answer's status when it was a success; an error carries its own, see <see cref="ServiceAnswerException"/>.</summary>
    public int? Status { get; private set; }

    /// <summary>The body of a success answer, once it was read to its end.</summary>
    public byte[]? Body { get; set; }

    /// <summary>Whether the one send was answered, and its answer was kept.</summary>
    public bool IsAnswered => _keptContent is not null;

    /// <summary>What the one send failed with, if no answer came.</summary>
    public Exception? FirstFailure { get; set; }

    /// <summary>The success answer that came, for a failure that it turned out to be; <see langword="null"/> when none came.</summary>
    public ServiceAnswer? Answer() =>
        Status is { } status ? new ServiceAnswer(status, Body is null ? null : BoundedBody.Text(Body), RequestId, RetryAfter: null, AnsweredAt) : null;

    /// <summary>Makes this the attempt that a request is sent in.</summary>
    public void GoWith(HttpRequestMessage request)
    {
        request.Options.Set(_key, this);
        if (CorrelationId is not null)
        {
            request.Headers.TryAddWithoutValidation(CorrelationHeader, CorrelationId);
        }
    }

    public static Attempt? Of(HttpRequestMessage request) => request.Options.TryGetValue(_key, out var attempt) ? attempt : null;

    /// <summary>Takes the one right to send; <see langword="false"/> when it is taken.</summary>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    public void MarkSent() => _isSent = true;

    /// <summary>Notes the answer that has come up through the handlers.</summary>
    public void Answered(HttpResponseMessage response, string? requestId)
    {
        RequestId = requestId;
        _headers = response.Headers;
        Status = response.IsSuccessStatusCode ? (int)response.StatusCode : null;
    }

    /// <summary>
    /// Keeps the answer that the one send got. Of an error the beginning is read, in the place of a stream that could be read once only; a
    /// success stays what it is, but for a handler that disposes of it.
    /// </summary>
    public async Task KeepAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = response.Content;
        if (response.IsSuccessStatusCode)
        {
            response.Content = CopyHeaders(content.Headers, new LentContent(content));
            _keptContent = content;
        }
        else
        {
            var body = await BoundedBody.ReadBeginningAsync(content, cancellationToken).ConfigureAwait(false);
            response.Content = CopyHeaders(content.Headers, new ByteArrayContent(body));
            _keptContent = CopyHeaders(content.Headers, new ByteArrayContent(body));
            content.Dispose();
        }

        (_keptStatus, _keptHeaders) = (response.StatusCode, response.Headers);
    }

    /// <summary>The answer as it came.</summary>
    public HttpResponseMessage RecallAnswer()
    {
        var response = new HttpResponseMessage(_keptStatus) { Content = _keptContent };
        foreach (var header in _keptHeaders!.NonValidated)
        {
            response.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return response;
    }

    /// <summary>Lets go of the answer.</summary>
    public void DisposeAnswer() => _keptContent?.Dispose();

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
