using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Services;

/// <summary>Makes the client for ConductorOne from the variables.</summary>
internal static class ConductorOneConnection
{
    /// <exception cref="NotSentException">A credential is missing, incomplete or malformed.</exception>
    public static async Task<ConductorOneClient> OpenAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var variables = await context.GetVariablesAsync(cancellationToken);
        var options = Options(context, variables);
        return Connection.Open(context, options, given => new ConductorOneClient(given), VariableNames.ConductorOneServerUrl);
    }

    private static ConductorOneClientOptions Options(CommandContext context, Variables variables)
    {
        var server = variables.Address(VariableNames.ConductorOneServerUrl);
        if (variables[VariableNames.ConductorOneAccessToken] is { } token)
        {
            context.UseCredential(VariableNames.ConductorOneAccessToken, server);
            return new ConductorOneClientOptions
            {
                AccessToken = token,
                ServerUrl = server ?? throw new NotSentException(
                    ExitCode.Credentials,
                    $"{VariableNames.ConductorOneAccessToken} is set, but not the server that it is for: "
                    + $"set {VariableNames.ConductorOneServerUrl}, such as https://acme.conductor.one. Nothing was sent."),
            };
        }

        if (variables[VariableNames.ConductorOneClientId] is { } id && variables[VariableNames.ConductorOneClientSecret] is { } secret)
        {
            context.UseCredential(
                $"{VariableNames.ConductorOneClientId} and {VariableNames.ConductorOneClientSecret}",
                server ?? (ConductorOneClientId.TryParse(id, out var clientId) ? new Uri($"https://{clientId.Host}") : null));
            return new ConductorOneClientOptions { ClientId = id, ClientSecret = secret, ServerUrl = server };
        }

        throw new NotSentException(
            ExitCode.Credentials,
            $"There are no credentials for ConductorOne: set {VariableNames.ConductorOneClientId} and {VariableNames.ConductorOneClientSecret}, "
            + $"or {VariableNames.ConductorOneAccessToken} and {VariableNames.ConductorOneServerUrl}. Nothing was sent. "
            + "To try ectl without an account, add --sandbox.");
    }
}
