using ExecutionControl.Cli.Output;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Services;

/// <summary>The secrets in a client's options, so that they can be kept out of what is shown.</summary>
internal static class ClientSecrets
{
    public static SecretRedactor RedactorFor(ControlClientOptions options) => new(options switch
    {
        ConductorOneClientOptions conductorOne => [conductorOne.AccessToken, conductorOne.ClientSecret],
        CodegenClientOptions codegen => [codegen.ApiToken],
        KubiyaClientOptions kubiya => [kubiya.ApiKey],
        _ => [],
    });
}
