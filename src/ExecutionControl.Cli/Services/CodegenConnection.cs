using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Services;

/// <summary>Makes the client for Codegen from the variables.</summary>
internal static class CodegenConnection
{
    /// <param name="context">The command that asks.</param>
    /// <param name="organization">The organization that was typed; goes before the variable.</param>
    /// <param name="cancellationToken">Ends the start of the sandbox.</param>
    /// <exception cref="NotSentException">The credential or the organization is missing or malformed.</exception>
    public static async Task<CodegenClient> OpenAsync(CommandContext context, long? organization, CancellationToken cancellationToken)
    {
        var variables = await context.GetVariablesAsync(cancellationToken);
        var token = variables[VariableNames.CodegenApiToken] ?? throw new NotSentException(
            ExitCode.Credentials,
            $"There are no credentials for Codegen: set {VariableNames.CodegenApiToken} and {VariableNames.CodegenOrganizationId} "
            + "(both are on Codegen's settings page). Nothing was sent. To try ectl without an account, add --sandbox.");
        organization ??= variables.PositiveNumber(VariableNames.CodegenOrganizationId) ?? throw new NotSentException(
            ExitCode.NotSent,
            $"Which organization is not said: set {VariableNames.CodegenOrganizationId} or give --organization. Nothing was sent.");
        var options = new CodegenClientOptions
        {
            ApiToken = token,
            OrganizationId = organization.Value,
            ServerUrl = variables.Address(VariableNames.CodegenServerUrl),
        };
        context.UseCredential(VariableNames.CodegenApiToken, options.ServerUrl ?? CodegenClientOptions.DefaultServerUrl);
        context.UseOwner($"organization {organization.Value}");
        return Connection.Open(context, options, given => new CodegenClient(given), VariableNames.CodegenServerUrl);
    }
}
