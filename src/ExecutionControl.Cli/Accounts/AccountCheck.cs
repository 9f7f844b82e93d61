using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Accounts;

/// <summary>Asks a service for the first item of a list, which changes nothing, to see whether it accepts a credential.</summary>
internal static class AccountCheck
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    /// <summary>Finds the account that a command would use, and checks it.</summary>
    public static async Task<AccountHealth> RunAsync(Session session, IServiceModule service, CancellationToken cancellationToken)
    {
        var definition = service.Definition;
        try
        {
            return await session.GetSettingsAsync(service, cancellationToken) is { } settings
                ? await RunAsync(session, service, settings, session.TokenStore, cancellationToken)
                : new AccountHealth(
                    definition, null, AccountState.Missing, $"No account: 'ectl auth login {definition.Name}' keeps one.", ExitCode.Credentials);
        }
        catch (NotSentException exception)
        {
            return new AccountHealth(definition, null, AccountState.Unusable, PlainWords.Of(exception.Message), exception.ExitCode);
        }
    }

    /// <summary>Checks an account.</summary>
    /// <param name="session">The run that asks.</param>
    /// <param name="service">The service.</param>
    /// <param name="settings">The account.</param>
    /// <param name="tokens">Keeps access tokens; null to prove the credential itself.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    public static async Task<AccountHealth> RunAsync(
        Session session, IServiceModule service, ServiceSettings settings, ITokenStore? tokens, CancellationToken cancellationToken)
    {
        ServiceAccount? account = null;
        try
        {
            using var client = session.Open(service, settings, tokens, options =>
            {
                options.Retry.MaxAttempts = 1;
                options.Retry.AttemptTimeout = TimeLimit;
            });
            account = client.Account;
            await client.AskAsync(cancellationToken);
            var token = await client.GetTokenAsync(cancellationToken);
            var expiresAt = token.ExpiresAt ?? settings.SecretExpiresAt ?? JwtExpiry.Read(token.Value);
            return new AccountHealth(settings.Service, account, AccountState.Valid, "The service accepts the credential.", ExitCode.Success, expiresAt);
        }
        catch (NotSentException exception)
        {
            return new AccountHealth(settings.Service, account, AccountState.Unusable, PlainWords.Of(exception.Message), exception.ExitCode);
        }
        catch (ControlCallException exception)
        {
            return new AccountHealth(settings.Service, account, StateOf(exception), PlainWords.Of(exception.Message), ExitCodeMapping.Of(exception));
        }
        catch (TokenRequestException exception)
        {
            return new AccountHealth(
                settings.Service,
                account,
                exception.IsRejection ? AccountState.Rejected : AccountState.Unreachable,
                $"No token could be had: {PlainWords.Of(exception.Message)}.",
                exception.IsRejection ? ExitCode.Credentials : ExitCode.NotApplied);
        }
    }

    private static AccountState StateOf(ControlCallException exception) => exception switch
    {
        ControlCallRefusedException { Reason: RefusalReason.Authentication } => AccountState.Rejected,
        ControlCallRefusedException { Reason: RefusalReason.Permission } => AccountState.NotPermitted,
        ControlCallNotAppliedException => AccountState.Unreachable,
        _ => AccountState.Unclear,
    };
}

/// <summary>An account, and what a real call showed of it.</summary>
/// <param name="Service">The service.</param>
/// <param name="Account">The account; null when there is none, or too little is known of it.</param>
/// <param name="State">What the call showed.</param>
/// <param name="Message">That in words, with what to do next.</param>
/// <param name="ExitCode">The exit code that stands for it.</param>
/// <param name="ExpiresAt">When the token ends that was used; null where nobody knows.</param>
internal sealed record AccountHealth(
    ServiceDefinition Service, ServiceAccount? Account, AccountState State, string Message, ExitCode ExitCode, DateTimeOffset? ExpiresAt = null);

/// <summary>What a real, harmless call showed of an account.</summary>
internal enum AccountState
{
    /// <summary>The service accepted the credential.</summary>
    Valid,

    /// <summary>The service rejected the credential.</summary>
    Rejected,

    /// <summary>The service knows the credential and lets it not even list.</summary>
    NotPermitted,

    /// <summary>The service could not be asked.</summary>
    Unreachable,

    /// <summary>The source of the account says too little, or something impossible: nothing was sent.</summary>
    Unusable,

    /// <summary>There is no account.</summary>
    Missing,

    /// <summary>The service answered something else.</summary>
    Unclear,
}
