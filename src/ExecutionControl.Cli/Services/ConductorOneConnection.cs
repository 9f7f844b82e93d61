using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Services;

/// <summary>Makes the client for ConductorOne.</summary>
internal static class ConductorOneConnection
{
    /// <exception cref="NotSentException">A credential is missing, incomplete or malformed.</exception>
    public static async Task<ConductorOneClient> OpenAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (settings, options) = await PrepareAsync(context, cancellationToken);
        return Open(context, settings, options);
    }

    /// <summary>Makes a client that asks the service also where the command is a dry run: only for questions that change nothing.</summary>
    /// <exception cref="NotSentException">A credential is missing, incomplete or malformed.</exception>
    public static async Task<ConductorOneClient> OpenForReadingAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (settings, options) = await PrepareAsync(context, cancellationToken);
        return Connection.OpenForReading(context, settings, options, given => new ConductorOneClient(given), settings.Source.NameOf(ServiceSetting.ConductorOneServerUrl));
    }

    private static async Task<(ServiceSettings Settings, ConductorOneClientOptions Options)> PrepareAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var settings = await context.GetSettingsAsync(ControlService.ConductorOne, cancellationToken) ?? throw context.NoCredentials(
            ControlService.ConductorOne,
            $"set {VariableNames.ConductorOneClientId} and {VariableNames.ConductorOneClientSecret}, "
            + $"or {VariableNames.ConductorOneAccessToken} and {VariableNames.ConductorOneServerUrl}");
        var (options, account) = Prepare(settings);
        options.TokenStore = context.TokenStore;
        context.UseAccount(account);
        return (settings, options);
    }

    /// <summary>Makes the client from options that were prepared.</summary>
    /// <exception cref="NotSentException">The client refuses them.</exception>
    public static ConductorOneClient Open(CommandContext context, ServiceSettings settings, ConductorOneClientOptions options) =>
        Connection.Open(context, settings, options, given => new ConductorOneClient(given), settings.Source.NameOf(ServiceSetting.ConductorOneServerUrl));

    /// <summary>Settles which credential is used: an access token before a workload's token before client credentials.</summary>
    /// <exception cref="NotSentException">None is complete.</exception>
    public static (ConductorOneClientOptions Options, ServiceAccount Account) Prepare(ServiceSettings settings)
    {
        var server = settings.Address(ServiceSetting.ConductorOneServerUrl);
        var id = settings[ServiceSetting.ConductorOneClientId];
        if (settings[ServiceSetting.ConductorOneAccessToken] is { } token)
        {
            var address = server ?? throw Incomplete(
                settings, ServiceSetting.ConductorOneServerUrl, ServiceSetting.ConductorOneAccessToken, "the server that the token is for, such as https://acme.conductor.one");
            return (
                new ConductorOneClientOptions { AccessToken = token, ServerUrl = address },
                Account(settings, address, ServiceSetting.ConductorOneAccessToken));
        }

        server ??= ConductorOneClientId.TryParse(id, out var parsed) ? new Uri($"https://{parsed.Host}") : null;
        if (settings[ServiceSetting.ConductorOneOidcToken] is { } workload)
        {
            return (
                new ConductorOneClientOptions
                {
                    ClientId = id ?? throw Incomplete(
                        settings, ServiceSetting.ConductorOneClientId, ServiceSetting.ConductorOneOidcToken, "the client that the workload acts as"),
                    WorkloadToken = WorkloadToken.FromValue(workload),
                    ServerUrl = server,
                },
                Account(settings, server, ServiceSetting.ConductorOneOidcToken, ServiceSetting.ConductorOneClientId));
        }

        if (settings[ServiceSetting.ConductorOneClientSecret] is not { } secret)
        {
            throw Incomplete(
                settings,
                ServiceSetting.ConductorOneClientSecret,
                id is null ? ServiceSetting.ConductorOneServerUrl : ServiceSetting.ConductorOneClientId,
                "the credential that belongs to it");
        }

        return (
            new ConductorOneClientOptions
            {
                ClientId = id ?? throw Incomplete(
                    settings, ServiceSetting.ConductorOneClientId, ServiceSetting.ConductorOneClientSecret, "the client that the secret belongs to"),
                ClientSecret = secret,
                ServerUrl = server,
            },
            Account(settings, server, ServiceSetting.ConductorOneClientId, ServiceSetting.ConductorOneClientSecret));
    }

    private static ServiceAccount Account(ServiceSettings settings, Uri? server, params IReadOnlyList<ServiceSetting> credential) => new(
        settings.Service,
        settings.Source,
        settings.Source.NameOf(credential),
        server,
        server is null ? null : $"tenant {server.Authority}");

    private static NotSentException Incomplete(ServiceSettings settings, ServiceSetting missing, ServiceSetting given, string what) =>
        Connection.Incomplete(settings, missing, given, what);
}
