using System.Net;
using System.Net.Http.Headers;

namespace ExecutionControl.Client.Http;

/// <summary>
/// The innermost handler, next to the wire: lets an attempt be sent once, to its own server only, and puts the token on it
/// here, where no handler of an application's sees it.
/// </summary>
internal sealed class SingleSendHandler(HttpMessageHandler innerHandler) : DelegatingHandler(innerHandler)
{
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
            request.Content = new SingleUseContent(request.Content, attempt);
        }

        RequestDefaults.ApplyTo(request);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", attempt.Token);
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

            attempt.FirstAnswer = await FirstAnswer.KeepAsync(response, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch (Exception exception)
        {
            attempt.FirstFailure = exception;
            throw;
        }
        finally
        {
            request.Headers.Authorization = null;
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
