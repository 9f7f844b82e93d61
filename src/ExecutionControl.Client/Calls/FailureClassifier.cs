using System.Globalization;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Calls;

/// <summary>Judges what a failed attempt says about the target, whatever it was that failed: unsent, unclear or an answer.</summary>
internal static class FailureClassifier
{
    /// <summary>google.rpc's FAILED_PRECONDITION.</summary>
    private const int FailedPrecondition = 9;

    /// <summary>Judges any exception but a <see cref="ProgramMistake"/>.</summary>
    public static AttemptFailure Classify(Exception exception, Attempt? attempt, TimeSpan? timeLimit, Func<ServiceAnswer, bool>? isRefusal) => exception switch
    {
        ServiceAnswerException { Answer: var answer } => FromAnswer(answer, isRefusal),
        RefusedAnswerException refused => new(FailureKind.Refused, refused.Message)
        {
            Reason = refused.Reason,
            Answer = attempt?.Answer(),
        },
        TokenRequestException token => FromToken(token),
        _ when RepeatedSendException.IsCauseOf(exception) && attempt?.FirstFailure is { } first => FromFirstFailure(first, exception, attempt),
        ProxyFailureException proxy => new(KindOf(proxy), proxy.Message) { Cause = exception },
        _ when attempt is not { IsSent: true } => new(FailureKind.Unsent, Reason(exception, timeLimit, attempt)) { Cause = exception },
        UnreadableAnswerException => new(FailureKind.Unclear, exception.Message) { Cause = exception, Answer = attempt.Answer() },
        _ => new(FailureKind.Unclear, Reason(exception, timeLimit, attempt)) { Cause = exception, Answer = attempt.Answer() },
    };

    /// <summary>The one send failed, and a handler of the application's was refused a second one: it is the first that says what is true.</summary>
    private static AttemptFailure FromFirstFailure(Exception first, Exception exception, Attempt attempt) =>
        Classify(first, attempt, timeLimit: null, null) with
        {
            Cause = exception,
            Summary = first is OperationCanceledException
                ? "a handler of the application gave up on the request before it was answered, and tried to send it again"
                : Classify(first, attempt, timeLimit: null, null).Summary,
        };

    private static FailureKind KindOf(ProxyFailureException proxy) => proxy.IsRefusal ? FailureKind.Barred : FailureKind.Unsent;

    private static AttemptFailure FromAnswer(ServiceAnswer answer, Func<ServiceAnswer, bool>? isRefusal)
    {
        var failure = new AttemptFailure(StatusMeaning.Of(answer.Status), answer.Message is { } message ? $"{answer.StatusText}, {message}" : answer.StatusText)
        {
            Answer = answer,
            RetryAfter = answer.RetryAfter,
        };
        return failure.Kind switch
        {
            _ when isRefusal?.Invoke(answer) is true => failure with { Kind = FailureKind.Refused, Reason = RefusalReason.Validation },
            FailureKind.Barred => failure with { Summary = $"{answer.StatusText}: the address leads elsewhere, and redirects are not followed" },
            FailureKind.Refused => failure with { Reason = ReasonOf(answer), IsTokenRejected = answer.Status == 401 },
            _ => failure,
        };
    }

    private static RefusalReason ReasonOf(ServiceAnswer answer) => answer switch
    {
        { Status: 401 } => RefusalReason.Authentication,
        { Status: 403 } => RefusalReason.Permission,
        { Status: 404 } => RefusalReason.NotFound,
        { Status: 409 } or { Status: 400, Code: FailedPrecondition } => RefusalReason.State,
        { Status: 400 or 422 } => RefusalReason.Validation,
        _ => RefusalReason.Other,
    };

    /// <summary>Without a token nothing was sent to the service, whatever became of the request for it.</summary>
    private static AttemptFailure FromToken(TokenRequestException exception) => new(
        exception switch
        {
            { IsRejection: true } => FailureKind.Refused,
            { StatusCode: >= 300 and < 400 } => FailureKind.Barred,
            { StatusCode: { } code } when TokenRequestException.IsWrongAddress(code) => FailureKind.Barred,
            { InnerException: ProxyFailureException { IsRefusal: true } } => FailureKind.Barred,
            _ => FailureKind.Unsent,
        },
        exception.Message)
    {
        Reason = RefusalReason.Authentication,
        Cause = exception,
        RetryAfter = exception.RetryAfter,
        Answer = exception.StatusCode is { } status ? new ServiceAnswer(status, exception.ResponseBody, null, exception.RetryAfter, null) : null,
    };

    private static string Reason(Exception exception, TimeSpan? timeLimit, Attempt? attempt) => exception switch
    {
        OperationCanceledException { InnerException: TimeoutException } when attempt is { IsSent: false } => "no connection could be made in time",
        OperationCanceledException or TimeoutException => string.Create(
            CultureInfo.InvariantCulture,
            $"{(attempt is null ? "no token was had" : "there was no answer")} "
                + $"{(timeLimit is { } limit ? $"within {limit.TotalSeconds:0.###} s" : "in time")}"),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the host's name could not be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => $"the connection failed: {Innermost(exception)}",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"no secure connection could be made: {Innermost(exception)}",
        HttpRequestException or IOException => $"the connection broke off: {Innermost(exception)}",
        RepeatedSendException => exception.Message,
        _ => $"the answer could not be read: {Innermost(exception)}",
    };

    // .NET ends some of its messages with a full stop; a sentence goes on here.
    private static string Innermost(Exception exception) => exception.GetBaseException().Message.TrimEnd('.');
}
