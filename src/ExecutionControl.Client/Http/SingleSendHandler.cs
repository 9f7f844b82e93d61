using System.Net;

namespace ExecutionControl.Client.Http;

/// <summary>
/// The innermost handler, next to the wire: lets an attempt be sent once, to its own server only, and puts the token on it
/// here, where no handler of an application's sees it.
/// </summary>
/// <param name="innerHandler">The wire.</param>
/// <param name="isBelowOthers">Whether there may be handlers of the application's above, from which the answer is to be kept safe.</param>
internal sealed class SingleSendHandler(HttpMessageHandler innerHandler, bool isBelowOthers) : DelegatingHandler(innerHandler)
{
    private const string Authorization = "Authorization";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = Attempt.Of(request)
            ?? throw new InvalidOperationException("The request has lost its attempt: a handler sent a copy of it without its options.");
        if (request.RequestUri is not { } target || !ServerAddress.IsSameOrigin(target, attempt.Server))
        {
            throw new InvalidOperationException("A handler sent the request to another server than its token is for; it was not sent.");
        }

        if (!attempt.TryClaim())
        {
            throw new RepeatedSendException();
        }

        if (request.Method == HttpMethod.Get)
        {
            attempt.MarkSent();
        }
        else
        {
            request.Content = SingleUseContent.For(request.Content, attempt);
        }

        RequestDefaults.ApplyTo(request);
        request.Headers.Remove(Authorization);
        request.Headers.TryAddWithoutValidation(Authorization, attempt.Token.Authorization);
        var method = request.Method;
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (request.Method != method || request.RequestUri != target)
            {
                // An application's own primary handler may follow redirects; what came then is no answer to this request.
                response.Dispose();
                throw new ServiceAnswerException(new ServiceAnswer((int)HttpStatusCode.Redirect, Body: null, RequestId: null, RetryAfter: null, Date: null));
            }

            if (isBelowOthers)
            {
                await attempt.KeepAnswerAsync(response, cancellationToken).ConfigureAwait(false);
            }

            return response;
        }
        catch (Exception exception)
        {
            attempt.FirstFailure = exception;
            throw;
        }
        finally
        {
            request.Headers.Remove(Authorization);
        }
    }

    /// <summary>
    /// Content that is written once. The connection asks for it only when it is established, so that a request whose content was
    /// never asked for was certainly not sent. A request without content gets one of length zero: the HTTP stack would send a
    /// request that has none a second time when a pooled connection is reset.
    /// </summary>
    internal sealed class SingleUseContent : HttpContent
    {
        private readonly HttpContent? _inner;
        private readonly byte[] _body = [];
        private Attempt? _attempt;
        private int _written;

        /// <summary>Makes a body for an attempt that is yet to come: until then it may be looked at.</summary>
        public SingleUseContent(byte[] body) => _body = body;

        private SingleUseContent(HttpContent? inner, Attempt attempt)
        {
            _inner = inner;
            _attempt = attempt;
            if (inner is null)
            {
                return;
            }

            foreach (var (name, values) in inner.Headers.NonValidated)
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }

        /// <summary>Gives an attempt its content: the request's own, or one around what an application has put in its place or has looked at.</summary>
        public static SingleUseContent For(HttpContent? content, Attempt attempt)
        {
            if (content is SingleUseContent { _attempt: null, _written: 0 } own)
            {
                own._attempt = attempt;
                return own;
            }

            return new SingleUseContent(content, attempt);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var isFirst = Interlocked.Exchange(ref _written, 1) == 0;
            if (_attempt is { } attempt)
            {
                if (!isFirst)
                {
                    throw new RepeatedSendException();
                }

                attempt.MarkSent();
            }

            return _inner is null ? stream.WriteAsync(_body, cancellationToken).AsTask() : _inner.CopyToAsync(stream, context, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _inner is null ? _body.Length : _inner.Headers.ContentLength ?? -1;
            return length >= 0;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _inner?.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}

/// <summary>Something between this library and the wire wanted to send one attempt a second time.</summary>
internal sealed class RepeatedSendException() : InvalidOperationException(
    "A handler tried to send one attempt a second time. Retries belong to the client, which knows which operations allow them.")
{
    /// <summary>Whether that was what a send ended in, however it was wrapped on its way up.</summary>
    public static bool IsCauseOf(Exception exception) => exception.GetBaseException() is RepeatedSendException;
}
