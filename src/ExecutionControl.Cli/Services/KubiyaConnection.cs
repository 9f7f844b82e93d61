using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Services;

/// <summary>Makes the client for Kubiya.</summary>
internal static class KubiyaConnection
{
    /// <exception cref="NotSentException">The credential is missing or malformed.</exception>
    public static async Task<KubiyaClient> OpenAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var settings = await context.GetSettingsAsync(ControlService.Kubiya, cancellationToken)
            ?? throw context.NoCredentials(ControlService.Kubiya, $"set {VariableNames.KubiyaApiKey}");
        var (options, account) = Prepare(settings);
        context.UseAccount(account);
        return Open(context, settings, options);
    }

    /// <summary>Makes the client from options that were prepared.</summary>
    /// <exception cref="NotSentException">The client refuses them.</exception>
    public static KubiyaClient Open(CommandContext context, ServiceSettings settings, KubiyaClientOptions options) =>
        Connection.Open(context, settings, options, given => new KubiyaClient(given), settings.Source.NameOf(ServiceSetting.KubiyaServerUrl));

    /// <summary>Settles which credential is used.</summary>
    /// <exception cref="NotSentException">It is not complete.</exception>
    public static (KubiyaClientOptions Options, ServiceAccount Account) Prepare(ServiceSettings settings)
    {
        var key = settings[ServiceSetting.KubiyaApiKey] ?? throw Connection.Incomplete(
            settings, ServiceSetting.KubiyaApiKey, ServiceSetting.KubiyaServerUrl, "the credential for that server");
        var options = new KubiyaClientOptions { ApiKey = key, ServerUrl = settings.Address(ServiceSetting.KubiyaServerUrl) };
        return (options, new ServiceAccount(
            settings.Service,
            settings.Source,
            settings.Source.NameOf([ServiceSetting.KubiyaApiKey]),
            options.ServerUrl ?? KubiyaClientOptions.DefaultServerUrl,
            Holder: null));
    }
}
