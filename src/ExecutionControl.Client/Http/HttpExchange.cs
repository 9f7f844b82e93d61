using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Sends a request and reads its answer to the end, within bounds, so that a truncated or endless one belongs to the attempt.
/// </summary>
internal sealed class HttpExchange(HttpMessageInvoker http, TimeProvider timeProvider)
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private const int MaxRequestIdLength = 256;
    private static readonly string[] _requestIdHeaders = ["x-request-id", "request-id", "x-correlation-id"];

    /// <summary>Makes an attempt: sends the request, and disposes of it.</summary>
    /// <returns>The body of a success: no secret is in it, and all of its text can be read.</returns>
    /// <exception cref="ServiceAnswerException">The answer was no success.</exception>
    /// <exception cref="UnreadableAnswerException">The answer was a success, but not JSON that can be read.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> SendAsync(HttpRequestMessage request, Attempt attempt, CancellationToken cancellationToken)
    {
        attempt.GoWith(request);
        HttpResponseMessage? response = null;
        var isRecalled = false;
        try
        {
            try
            {
                response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false)
                    ?? throw new InvalidOperationException("A handler gave no response.");
            }
            catch (Exception exception) when (attempt.IsAnswered && !ProgramMistake.Is(exception))
            {
                // A handler of the application's was not content with the service's answer, and came to grief. The answer stands.
                (response, isRecalled) = (attempt.RecallAnswer(), true);
            }
            catch (Exception exception)
                when (cancellationToken.IsCancellationRequested && (exception is HttpRequestException || RepeatedSendException.IsCauseOf(exception)))
            {
                // A connection that is closed because of it fails in many ways.
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);
            }

            return await ReadAsync(response, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException) when (isRecalled)
        {
            throw new UnreadableAnswerException("a handler of the application had read the answer already");
        }
        finally
        {
            response?.Dispose();
            attempt.DisposeAnswer();
            request.Dispose();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<byte[]> ReadAsync(HttpResponseMessage response, Attempt attempt, CancellationToken cancellationToken)
    {
        var redaction = attempt.Token.Redaction;
        attempt.Answered(response, redaction.Hide(RequestIdOf(response.Headers)));
        if (!response.IsSuccessStatusCode)
        {
            var error = await BoundedBody.ReadErrorAsync(response.Content, cancellationToken).ConfigureAwait(false);
            throw new ServiceAnswerException(new ServiceAnswer(
                (int)response.StatusCode,
                Redaction.HideFields(redaction.Hide(error), attempt.HiddenFields),
                attempt.RequestId,
                RetryAfter.Read(response.Headers, timeProvider),
                response.Headers.Date));
        }

        var bytes = redaction.Hide(await BoundedBody.ReadAsync(response.Content, MaxAnswerBytes, cancellationToken).ConfigureAwait(false));
        attempt.Body = bytes = Redaction.HideFields(bytes, attempt.HiddenFields);
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
}
