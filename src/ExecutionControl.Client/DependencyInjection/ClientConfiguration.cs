using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using Microsoft.Extensions.Configuration;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>Reads options from configuration: the values that can be written down, not the clocks, handlers and callbacks.</summary>
internal static class ClientConfiguration
{
    public static void Read(ConductorOneClientOptions options, IConfiguration configuration)
    {
        ReadCommon(options, configuration);
        options.ClientId = configuration[nameof(options.ClientId)] ?? options.ClientId;
        options.ClientSecret = configuration[nameof(options.ClientSecret)] ?? options.ClientSecret;
        options.AccessToken = configuration[nameof(options.AccessToken)] ?? options.AccessToken;
        if (configuration["WorkloadTokenFile"] is { Length: > 0 } file)
        {
            options.WorkloadToken = WorkloadToken.FromFile(file);
        }

        configuration.GetSection(nameof(options.ResolvePaused)).Bind(options.ResolvePaused);
    }

    public static void Read(CodegenClientOptions options, IConfiguration configuration)
    {
        ReadCommon(options, configuration);
        options.OrganizationId = configuration.GetValue(nameof(options.OrganizationId), options.OrganizationId);
        options.ApiToken = configuration[nameof(options.ApiToken)] ?? options.ApiToken;
    }

    public static void Read(KubiyaClientOptions options, IConfiguration configuration)
    {
        ReadCommon(options, configuration);
        options.ApiKey = configuration[nameof(options.ApiKey)] ?? options.ApiKey;
    }

    private static void ReadCommon(ControlClientOptions options, IConfiguration configuration)
    {
        options.ServerUrl = configuration.GetValue<Uri?>(nameof(options.ServerUrl)) ?? options.ServerUrl;
        configuration.GetSection(nameof(options.Retry)).Bind(options.Retry);
    }
}
