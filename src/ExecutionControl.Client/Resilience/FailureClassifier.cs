using System.Globalization;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Resilience;

/// <summary>Judges what a failed attempt says about the target: unsent, unclear or an answer.</summary>
internal static class FailureClassifier
{
    /// <summary>google.rpc's FAILED_PRECONDITION.</summary>
    private const int FailedPrecondition = 9;

    public static AttemptFailure Classify(Exception exception, Attempt? attempt, TimeSpan timeLimit, Func<ServiceAnswer, bool>? isRefusal) => exception switch
    {
        ServiceAnswerException { Answer: var answer } => OfAnswer(answer, isRefusal),
        RefusedAnswerException refused => new(FailureKind.Refused, refused.Message)
        {
            Reason = refused.Reason,
            Answer = attempt?.Answer(),
        },
        TokenRequestException token => OfToken(token),
        _ when attempt is not { IsSent: true } => new(FailureKind.Unsent, Reason(exception, timeLimit, attempt)) { Cause = exception },
        UnreadableAnswerException unreadable => new(FailureKind.Unclear, unreadable.Message)
        {
            Cause = exception,
            Answer = attempt.Answer(),
        },
        _ => new(FailureKind.Unclear, Reason(exception, timeLimit, attempt)) { Cause = exception, Answer = attempt.Answer() },
    };

    private static AttemptFailure OfAnswer(ServiceAnswer answer, Func<ServiceAnswer, bool>? isRefusal)
    {
        var failure = new AttemptFailure(FailureKind.Refused, answer.Message is { } message ? $"{answer.StatusText}, {message}" : answer.StatusText)
        {
            Answer = answer,
            RetryAfter = answer.RetryAfter,
            Reason = RefusalReason.Validation,
        };
        return answer switch
        {
            _ when isRefusal?.Invoke(answer) is true => failure,
            { Status: 429 } => failure with { Kind = FailureKind.Unsent },
            { Status: 408 or 499 or 500 or 502 or 503 or 504 } => failure with { Kind = FailureKind.Unclear },
            { Status: >= 300 and < 400 } => failure with
            {
                Kind = FailureKind.Diverted,
                Summary = $"{answer.StatusText}: the address leads elsewhere, and redirects are not followed",
            },
            { Status: 401 } => failure with { Reason = RefusalReason.Authentication, IsTokenRejected = true },
            { Status: 403 } => failure with { Reason = RefusalReason.Permission },
            { Status: 404 } => failure with { Reason = RefusalReason.NotFound },
            { Status: 409 } or { Status: 400, Code: FailedPrecondition } => failure with { Reason = RefusalReason.State },
            { Status: 400 or 422 } => failure,
            _ => failure with { Reason = RefusalReason.Other },
        };
    }

    private static AttemptFailure OfToken(TokenRequestException exception) => new(
        exception switch
        {
            { IsRejection: true } => FailureKind.Refused,
            { Status: >= 300 and < 400 } => FailureKind.Diverted,
            _ => FailureKind.Unsent,
        },
        exception.Message)
    {
        Reason = RefusalReason.Authentication,
        Cause = exception,
        RetryAfter = exception.RetryAfter,
        Answer = exception.Status is { } status ? new ServiceAnswer(status, exception.ResponseBody, null, exception.RetryAfter, null) : null,
    };

    private static string Reason(Exception exception, TimeSpan timeLimit, Attempt? attempt) => exception switch
    {
        OperationCanceledException { InnerException: TimeoutException } when attempt is { IsSent: false } => "no connection could be made in time",
        OperationCanceledException or TimeoutException => string.Create(
            CultureInfo.InvariantCulture,
            $"{(attempt is null ? "no token was had" : "there was no answer")} within {timeLimit.TotalSeconds:0.###} s"),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the host's name could not be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => $"the connection failed: {Innermost(exception)}",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"no secure connection could be made: {Innermost(exception)}",
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => $"the proxy made no tunnel: {Innermost(exception)}",
        HttpRequestException or IOException => $"the connection broke off: {Innermost(exception)}",
        RepeatedSendException => exception.Message,
        _ => $"the answer could not be read: {Innermost(exception)}",
    };

    // .NET ends some of its messages with a full stop; a sentence goes on here.
    private static string Innermost(Exception exception) => exception.GetBaseException().Message.TrimEnd('.');
}
