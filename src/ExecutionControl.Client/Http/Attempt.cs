using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace ExecutionControl.Client.Http;

/// <summary>
/// One attempt of one call, carried by its request down to the wire and back: which token goes with it, whether it may still
/// be sent, whether any of it may have reached the server, and what it was answered with, so that a truncated or endless answer belongs to it. It keeps
/// the answer that came: whatever handlers of the application's do with it, and whatever they end in, it is what the service said.
/// </summary>
internal sealed class Attempt(Uri server, BearerToken token)
{
    private static readonly HttpRequestOptionsKey<Attempt> _key = new(typeof(Attempt).FullName!);
    private const string CorrelationHeader = "X-Correlation-ID";
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private const int MaxRequestIdLength = 256;
    private static readonly string[] _requestIdHeaders = ["x-request-id", "request-id", "x-correlation-id"];

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
    public HiddenFields? HiddenFields { get; init; }

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

    /// <summary>Makes the attempt: sends the request, reads its answer to the end, within bounds, and disposes of both.</summary>
    /// <returns>The body of a success: no secret is in it, and all of its text can be read.</returns>
    /// <exception cref="ServiceAnswerException">The answer was no success.</exception>
    /// <exception cref="UnreadableAnswerException">The answer was a success, but not JSON that can be read.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> SendAsync(
        HttpMessageInvoker http, HttpRequestMessage request, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        GoWith(request);
        HttpResponseMessage? response = null;
        var isRecalled = false;
        try
        {
            try
            {
                response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false)
                    ?? throw new InvalidOperationException("A handler gave no response.");
            }
            catch (Exception exception) when (IsAnswered && !ProgramMistake.Is(exception))
            {
                // A handler of the application's was not content with the service's answer, and came to grief. The answer stands.
                (response, isRecalled) = (RecallAnswer(), true);
            }
            catch (Exception exception)
                when (cancellationToken.IsCancellationRequested && (exception is HttpRequestException || RepeatedSendException.IsCauseOf(exception)))
            {
                // A connection that is closed because of it fails in many ways.
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);
            }

            return await ReadAsync(response, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException) when (isRecalled)
        {
            throw new UnreadableAnswerException("a handler of the application had read the answer already");
        }
        finally
        {
            response?.Dispose();
            _keptContent?.Dispose();
            request.Dispose();
        }
    }

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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<byte[]> ReadAsync(HttpResponseMessage response, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var redaction = token.Redaction;
        Answered(response, redaction.Hide(RequestIdOf(response.Headers)));
        if (!response.IsSuccessStatusCode)
        {
            var error = redaction.Hide(await BoundedBody.ReadErrorAsync(response.Content, cancellationToken).ConfigureAwait(false));
            throw new ServiceAnswerException(new ServiceAnswer(
                (int)response.StatusCode,
                HiddenFields?.Hide(error) ?? error,
                RequestId,
                RetryAfter.Read(response.Headers, timeProvider),
                response.Headers.Date));
        }

        var bytes = redaction.Hide(await BoundedBody.ReadAsync(response.Content, MaxAnswerBytes, cancellationToken).ConfigureAwait(false));
        Body = bytes = HiddenFields?.Hide(bytes) ?? bytes;
        RequireJson(response.Content.Headers, bytes);
        return bytes;
    }

    private static void RequireJson(HttpContentHeaders headers, byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            throw new UnreadableAnswerException("the answer was empty");
        }

        if (!IsUsualType(headers)
            && headers.ContentType?.MediaType is { } type
            && !type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && !type.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnreadableAnswerException($"the answer was of type {type} instead of JSON");
        }
    }

    /// <summary>Whether the type stands there as services write it, so that it need not be parsed.</summary>
    private static bool IsUsualType(HttpContentHeaders headers) =>
        headers.NonValidated.TryGetValues("Content-Type", out var lines)
        && lines is { Count: 1 }
        && lines.ToString() is var type
        && (type is "application/json" || type.StartsWith("application/json;", StringComparison.Ordinal));

    private static string? RequestIdOf(HttpResponseHeaders headers)
    {
        foreach (var name in _requestIdHeaders)
        {
            if (headers.NonValidated.TryGetValues(name, out var values))
            {
                foreach (var value in values)
                {
                    if (value.Length is > 0 and <= MaxRequestIdLength)
                    {
                        // Headers are Latin-1, which has control characters of its own.
                        return Redaction.Visible(value, value.Length);
                    }

                    break;
                }
            }
        }

        return null;
    }

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
