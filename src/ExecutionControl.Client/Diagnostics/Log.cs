using ExecutionControl.Client.Resilience;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Diagnostics;

/// <summary>Everything that this library logs. No message takes a credential, a header or a body.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Operation} of {Target} at {Service} ended: {Outcome} after {Attempts} attempts", EventName = "CallEnded")]
    public static partial void CallEnded(ILogger logger, string operation, string target, ControlService service, ControlOutcome outcome, int attempts);

    [LoggerMessage(2, LogLevel.Warning, "Attempt {Attempt} to {Operation} {Target} at {Service} failed ({Kind}): {Summary}", EventName = "AttemptFailed")]
    public static partial void AttemptFailed(ILogger logger, int attempt, string operation, string target, ControlService service, FailureKind kind, string summary);

    [LoggerMessage(3, LogLevel.Information, "Waiting {Delay} before the next attempt to {Operation} {Target} at {Service}", EventName = "Waiting")]
    public static partial void Waiting(ILogger logger, TimeSpan delay, string operation, string target, ControlService service);

    [LoggerMessage(4, LogLevel.Debug, "Got a token for {Host}, valid for {Lifetime}", EventName = "TokenMinted")]
    public static partial void TokenMinted(ILogger logger, string host, TimeSpan? lifetime);

    [LoggerMessage(5, LogLevel.Warning, "No token could be had for {Host}: {Reason}", EventName = "TokenFailed")]
    public static partial void TokenFailed(ILogger logger, string host, string reason);

    [LoggerMessage(6, LogLevel.Information, "Round {Round} of resolving {Target}: {Resolved} settled, {Errored} errored", EventName = "RoundEnded")]
    public static partial void RoundEnded(ILogger logger, int round, string target, long resolved, long errored);

    [LoggerMessage(7, LogLevel.Debug, "The token store has a token for {Host}, valid for {Lifetime}", EventName = "TokenFound")]
    public static partial void TokenFound(ILogger logger, string host, TimeSpan lifetime);

    [LoggerMessage(8, LogLevel.Warning, "The token store failed with {Fault} and is done without", EventName = "TokenStoreFailed")]
    public static partial void TokenStoreFailed(ILogger logger, string fault);
}
