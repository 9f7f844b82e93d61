using ExecutionControl.Client.Http;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Calls;

/// <summary>What is logged about calls. No message takes a credential, a header or a body.</summary>
internal static partial class CallLog
{
    private static readonly Func<ILogger, string, IDisposable?> _correlation = LoggerMessage.DefineScope<string>("CorrelationId: {CorrelationId}");

    /// <summary>Lets everything that is logged until the end of the scope carry the application's id of the call.</summary>
    public static IDisposable? Correlate(ILogger logger, string? correlationId) => correlationId is null ? null : _correlation(logger, correlationId);

    [LoggerMessage(
        1,
        LogLevel.Information,
        "{Operation} of {Target} at {Service} ({ServerAddress}) ended: {Outcome} after {Attempts} attempts",
        EventName = "CallEnded")]
    public static partial void CallEnded(
        ILogger logger,
        string operation,
        string target,
        ControlService service,
        string serverAddress,
        string outcome,
        int attempts);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Attempt {Attempt} to {Operation} {Target} at {Service} ({ServerAddress}) failed ({Kind}, {ErrorType}): {Summary}",
        EventName = "AttemptFailed")]
    public static partial void AttemptFailed(
        ILogger logger,
        int attempt,
        string operation,
        string target,
        ControlService service,
        string serverAddress,
        FailureKind kind,
        string? errorType,
        string summary);

    [LoggerMessage(
        3,
        LogLevel.Information,
        "Waiting {Delay} before the next attempt to {Operation} {Target} at {Service} ({ServerAddress})",
        EventName = "Waiting")]
    public static partial void Waiting(ILogger logger, TimeSpan delay, string operation, string target, ControlService service, string serverAddress);

    [LoggerMessage(6, LogLevel.Information, "Round {Round} of resolving {Target}: {Resolved} settled, {Errored} errored", EventName = "RoundEnded")]
    public static partial void RoundEnded(ILogger logger, int round, string target, long resolved, long errored);

    [LoggerMessage(
        13,
        LogLevel.Warning,
        "What was to be told of round {Round} of resolving {Target} threw; the call goes on",
        EventName = "ProgressFailed")]
    public static partial void ProgressFailed(ILogger logger, Exception exception, int round, string target);

    [LoggerMessage(
        11,
        LogLevel.Warning,
        "{Operation} of {Target} at {Service} ({ServerAddress}) ended: {Outcome} ({ErrorType}) after {Attempts} attempts",
        EventName = "CallFailed")]
    public static partial void CallFailed(
        ILogger logger,
        string operation,
        string target,
        ControlService service,
        string serverAddress,
        string outcome,
        string errorType,
        int attempts);

    [LoggerMessage(
        12,
        LogLevel.Information,
        "Attempt {Attempt} to {Operation} {Target} at {Service} ({ServerAddress}) was cancelled by the caller",
        EventName = "AttemptCancelled")]
    public static partial void AttemptCanceled(ILogger logger, int attempt, string operation, string target, ControlService service, string serverAddress);
}
