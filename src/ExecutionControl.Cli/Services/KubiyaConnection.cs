using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Services;

/// <summary>Makes the client for Kubiya from the variables.</summary>
internal static class KubiyaConnection
{
    /// <exception cref="NotSentException">The credential is missing or malformed.</exception>
    public static async Task<KubiyaClient> OpenAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var variables = await context.GetVariablesAsync(cancellationToken);
        var key = variables[VariableNames.KubiyaApiKey] ?? throw new NotSentException(
            ExitCode.Credentials,
            $"There are no credentials for Kubiya: set {VariableNames.KubiyaApiKey}. Nothing was sent. "
            + "To try ectl without an account, add --sandbox.");
        var options = new KubiyaClientOptions { ApiKey = key, ServerUrl = variables.Address(VariableNames.KubiyaServerUrl) };
        context.UseCredential(VariableNames.KubiyaApiKey, options.ServerUrl ?? KubiyaClientOptions.DefaultServerUrl);
        return Connection.Open(context, options, given => new KubiyaClient(given), VariableNames.KubiyaServerUrl);
    }
}
