using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Credentials;

/// <summary>Completes an account whose secret a program keeps.</summary>
internal static class SecretSupply
{
    /// <summary>The account with its secret; the same where it has one of its own, or none at all.</summary>
    /// <exception cref="NotSentException">The program fails, or there is more than one source.</exception>
    public static async Task<ServiceSettings> CompleteAsync(
        ServiceSettings settings, Variables variables, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var process = settings[settings.Service.CredentialProcess];
        var helper = settings[settings.Service.CredentialHelper];
        if (process is null && helper is null)
        {
            return settings;
        }

        if ((process is not null && helper is not null) || settings.Secrets.Any(secret => secret is not null))
        {
            throw new NotSentException(
                ExitCode.Credentials,
                $"{settings.Source.Text} names more than one source of the secret for {settings.Service.DisplayName}: keep one of the secret itself, "
                + $"{ServiceSetting.CredentialProcessKey} and {ServiceSetting.CredentialHelperKey}. Nothing was sent.");
        }

        if (process is not null)
        {
            var printed = await CredentialProcess.AskAsync(process, settings.Source.Text, variables, timeProvider, cancellationToken);
            return settings.WithSecret(printed, "the credential process");
        }

        if (settings.Source.Profile is not { } profile || !CredentialHelper.IsValidName(helper!))
        {
            throw new NotSentException(
                ExitCode.Credentials, $"{settings.Source.NameOf(settings.Service.CredentialHelper)} is no helper's name: {helper}. Nothing was sent.");
        }

        var kept = await new CredentialHelper(helper!, variables, timeProvider).GetAsync(profile, settings.Service, cancellationToken);
        return settings.WithSecret(kept, $"docker-credential-{helper}");
    }
}
