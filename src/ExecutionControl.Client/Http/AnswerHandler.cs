using System.Net;
using System.Net.Http.Headers;

namespace ExecutionControl.Client.Http;

/// <summary>
/// The outermost handler: reads every answer to its end within bounds, so that a truncated or endless one belongs to the
/// attempt, and takes answers that are no success out of Kiota's hands.
/// </summary>
internal sealed class AnswerHandler(HttpMessageHandler innerHandler, TimeProvider timeProvider) : DelegatingHandler(innerHandler)
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private static readonly string[] _requestIdHeaders = ["x-request-id", "request-id", "x-correlation-id"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = Attempt.Of(request);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (attempt?.FirstAnswer is not null && !ProgramMistake.Is(exception))
        {
            // A handler of the application's was not content with the service's answer, and came to grief. The answer stands.
            var first = attempt.FirstAnswer;
            throw await ErrorAsync(first.Status, first.Headers, first.Content, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RepeatedSendException.IsCauseOf(exception) && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }

        var secret = attempt?.Token ?? string.Empty;
        var hiddenFields = attempt?.HiddenFields ?? [];
        var requestId = Redaction.Hide(RequestIdOf(response.Headers), secret);
        if (attempt is not null)
        {
            attempt.RequestId = requestId;
            attempt.AnsweredAt = response.Headers.Date;
            attempt.Status = response.IsSuccessStatusCode ? (int)response.StatusCode : null;
        }

        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw await ErrorAsync(response.StatusCode, response.Headers, response.Content, attempt, cancellationToken).ConfigureAwait(false);
            }
        }

        try
        {
            var bytes = Redaction.Hide(await BoundedBody.ReadAsync(response.Content, MaxAnswerBytes, cancellationToken).ConfigureAwait(false), secret);
            bytes = Redaction.HideFields(bytes, hiddenFields);
            if (attempt is not null)
            {
                attempt.Body = bytes;
            }

            RequireJson(response.Content.Headers.ContentType, bytes);
            response.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<ServiceAnswerException> ErrorAsync(
        HttpStatusCode status,
        HttpResponseHeaders headers,
        HttpContent content,
        Attempt? attempt,
        CancellationToken cancellationToken)
    {
        var secret = attempt?.Token ?? string.Empty;
        var body = await BoundedBody.ReadErrorAsync(content, cancellationToken).ConfigureAwait(false);
        return new ServiceAnswerException(new ServiceAnswer(
            (int)status,
            Redaction.HideFields(Redaction.Hide(body, secret), attempt?.HiddenFields ?? []),
            Redaction.Hide(RequestIdOf(headers), secret),
            RetryAfter.Read(headers, timeProvider),
            headers.Date));
    }

    private static void RequireJson(MediaTypeHeaderValue? contentType, byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            throw new UnreadableAnswerException("the answer was empty");
        }

        if (contentType?.MediaType is { } type
            && !type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && !type.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnreadableAnswerException($"the answer was of type {type} instead of JSON");
        }
    }

    private static string? RequestIdOf(HttpResponseHeaders headers)
    {
        foreach (var name in _requestIdHeaders)
        {
            if (headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 and <= 256 } value)
            {
                // Headers are Latin-1, which has control characters of its own.
                return VisibleText.Of(value, value.Length);
            }
        }

        return null;
    }
}
