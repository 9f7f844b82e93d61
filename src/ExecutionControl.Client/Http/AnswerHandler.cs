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
        try
        {
            var (response, isRecalled) = await SendOrRecallAsync(request, attempt, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(response, attempt, isRecalled, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            attempt?.DisposeAnswer();
        }
    }

    private async Task<(HttpResponseMessage Response, bool IsRecalled)> SendOrRecallAsync(
        HttpRequestMessage request, Attempt? attempt, CancellationToken cancellationToken)
    {
        try
        {
            return (await base.SendAsync(request, cancellationToken).ConfigureAwait(false), IsRecalled: false);
        }
        catch (Exception exception) when (attempt is { IsAnswered: true } && !ProgramMistake.Is(exception))
        {
            // A handler of the application's was not content with the service's answer, and came to grief. The answer stands.
            return (attempt.RecallAnswer(), IsRecalled: true);
        }
        catch (Exception exception) when (RepeatedSendException.IsCauseOf(exception) && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> ReadAsync(
        HttpResponseMessage response, Attempt? attempt, bool isRecalled, CancellationToken cancellationToken)
    {
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
                var body = await BoundedBody.ReadErrorAsync(response.Content, cancellationToken).ConfigureAwait(false);
                throw new ServiceAnswerException(new ServiceAnswer(
                    (int)response.StatusCode,
                    Redaction.HideFields(Redaction.Hide(body, secret), hiddenFields),
                    requestId,
                    RetryAfter.Read(response.Headers, timeProvider),
                    response.Headers.Date));
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
        catch (ObjectDisposedException) when (isRecalled)
        {
            throw new UnreadableAnswerException("a handler of the application had read the answer already");
        }
        catch
        {
            response.Dispose();
            throw;
        }
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
                return Redaction.Visible(value, value.Length);
            }
        }

        return null;
    }
}
