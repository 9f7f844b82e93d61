using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Credentials;

/// <summary>Forgets what a credential helper keeps for ectl.</summary>
internal static class KeptSecrets
{
    /// <summary>Erases a secret. A helper that cannot is warned of: the profile no longer names it, so nobody else would.</summary>
    public static async Task EraseAsync(
        CredentialHelper helper, string profile, ServiceDefinition service, Reporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            await helper.EraseAsync(profile, service, cancellationToken);
        }
        catch (NotSentException exception)
        {
            var why = exception.Message.Replace(" Nothing was sent.", string.Empty, StringComparison.Ordinal);
            reporter.Warn($"{why} It may still keep the secret of profile {profile}.");
        }
    }
}
