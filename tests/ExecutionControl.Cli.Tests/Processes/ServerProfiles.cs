using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>The profiles that examples speak of, with accounts at a server of this machine.</summary>
internal static class ServerProfiles
{
    /// <summary>The text of a configuration file with <c>production</c>, which is chosen, and <c>staging</c>.</summary>
    public static string Of(ReferenceServer server)
    {
        var (conductorOne, codegen, kubiya) = (server.Credentials.ConductorOne, server.Credentials.Codegen, server.Credentials.Kubiya);
        var accounts = $"""
                conductorone:
                  server-url: {server.Url}
                  client-id: {conductorOne.ClientId}
                  client-secret: {conductorOne.ClientSecret}
                codegen:
                  server-url: {server.Url}
                  api-token: {codegen.ApiToken}
                  organization: {codegen.OrganizationId}
                kubiya:
                  server-url: {server.Url}
                  api-key: {kubiya.ApiKey}
            """;
        return $"current: production\nprofiles:\n  production:\n{accounts}\n  staging:\n{accounts}\n";
    }
}
