using ExecutionControl.Cli.Output;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Services;

/// <summary>Turns a client's options into ones with which nothing can leave: no credential, no second attempt, a handler before the wire.</summary>
internal static class DryRunOptions
{
    public static TOptions Prepare<TOptions>(TOptions options, DryRunRecorder recorder, SecretRedactor redactor)
        where TOptions : ControlClientOptions
    {
        switch (options)
        {
            case ConductorOneClientOptions conductorOne:
                conductorOne.ServerUrl ??= new Uri($"https://{ConductorOneClientId.Parse(conductorOne.ClientId!).Host}");
                (conductorOne.AccessToken, conductorOne.ClientId, conductorOne.ClientSecret) = (null, null, null);
                (conductorOne.WorkloadToken, conductorOne.TokenStore) = (null, null);
                break;
            case CodegenClientOptions codegen:
                codegen.ApiToken = null;
                break;
            case KubiyaClientOptions kubiya:
                kubiya.ApiKey = null;
                break;
        }

        options.TokenSource = new DryRunTokens();
        options.Retry.MaxAttempts = 1;
        options.Handlers.Add(() => new DryRunHandler(recorder, redactor));
        return options;
    }
}
