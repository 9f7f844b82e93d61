using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Credentials;

/// <summary>Forgets what a credential helper keeps for ectl.</summary>
internal static class KeptSecrets
{
    /// <summary>Erases a secret. A helper that cannot is warned of: the profile no longer names it, so nobody else would.</summary>
    public static async Task EraseAsync(CommandContext context, string helper, string profile, ControlService service, CancellationToken cancellationToken)
    {
        try
        {
            await new CredentialHelper(helper, context.Environment, context.TimeProvider).EraseAsync(profile, service, cancellationToken);
        }
        catch (NotSentException exception)
        {
            context.Reporter.Warn($"{exception.Message.Replace(" Nothing was sent.", string.Empty, StringComparison.Ordinal)} It may still keep the secret of profile {profile}.");
        }
    }
}
