using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Services;

/// <summary>Makes the client for Codegen.</summary>
internal static class CodegenConnection
{
    /// <param name="context">The command that asks.</param>
    /// <param name="organization">The organization that was typed; goes before every other.</param>
    /// <param name="cancellationToken">Ends the start of the sandbox.</param>
    /// <exception cref="NotSentException">The credential or the organization is missing or malformed.</exception>
    public static async Task<CodegenClient> OpenAsync(CommandContext context, long? organization, CancellationToken cancellationToken)
    {
        var settings = await context.GetSettingsAsync(ControlService.Codegen, cancellationToken) ?? throw context.NoCredentials(
            ControlService.Codegen,
            $"set {VariableNames.CodegenApiToken} and {VariableNames.CodegenOrganizationId} (both are on Codegen's settings page)");
        var (options, account) = Prepare(settings, organization);
        context.UseAccount(account);
        return Open(context, settings, options);
    }

    /// <summary>Makes the client from options that were prepared.</summary>
    /// <exception cref="NotSentException">The client refuses them.</exception>
    public static CodegenClient Open(CommandContext context, ServiceSettings settings, CodegenClientOptions options) =>
        Connection.Open(context, settings, options, given => new CodegenClient(given), settings.Source.NameOf(ServiceSetting.CodegenServerUrl));

    /// <summary>Settles which credential is used.</summary>
    /// <exception cref="NotSentException">It is not complete.</exception>
    public static (CodegenClientOptions Options, ServiceAccount Account) Prepare(ServiceSettings settings, long? organization)
    {
        var token = settings[ServiceSetting.CodegenApiToken] ?? throw Connection.Incomplete(
            settings, ServiceSetting.CodegenApiToken, ServiceSetting.CodegenServerUrl, "the credential for that server");
        organization ??= settings.PositiveNumber(ServiceSetting.CodegenOrganization) ?? throw new NotSentException(
            ExitCode.NotSent,
            $"Which organization is not said: set {settings.Source.NameOf(ServiceSetting.CodegenOrganization)} or give --organization. Nothing was sent.");
        var options = new CodegenClientOptions
        {
            ApiToken = token,
            OrganizationId = organization.Value,
            ServerUrl = settings.Address(ServiceSetting.CodegenServerUrl),
        };
        return (options, new ServiceAccount(
            settings.Service,
            settings.Source,
            settings.Source.NameOf([ServiceSetting.CodegenApiToken]),
            options.ServerUrl ?? CodegenClientOptions.DefaultServerUrl,
            $"organization {organization}"));
    }
}
