using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Authentication;

/// <summary>What is logged about tokens. No message takes one.</summary>
internal static partial class TokenLog
{
    [LoggerMessage(4, LogLevel.Debug, "Got a token for {Host}, valid for {Lifetime}", EventName = "TokenMinted")]
    public static partial void TokenMinted(ILogger logger, string host, TimeSpan? lifetime);

    [LoggerMessage(5, LogLevel.Warning, "No token could be had for {Host}: {Reason}", EventName = "TokenFailed")]
    public static partial void TokenFailed(ILogger logger, string host, string reason);

    [LoggerMessage(7, LogLevel.Debug, "The token store has a token for {Host}, valid for {Lifetime}", EventName = "TokenFound")]
    public static partial void TokenFound(ILogger logger, string host, TimeSpan lifetime);

    [LoggerMessage(8, LogLevel.Warning, "The token store failed with {Fault} and is done without", EventName = "TokenStoreFailed")]
    public static partial void TokenStoreFailed(ILogger logger, string fault);

    [LoggerMessage(9, LogLevel.Information, "The credential for {Host} has changed, and is used from now on", EventName = "CredentialChanged")]
    public static partial void CredentialChanged(ILogger logger, string host);

    [LoggerMessage(10, LogLevel.Warning, "The changed options of {Client} are not followed: {Reason}", EventName = "CredentialNotFollowed")]
    public static partial void CredentialNotFollowed(ILogger logger, string client, string reason);
}
