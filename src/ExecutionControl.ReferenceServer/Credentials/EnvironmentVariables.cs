using System.Collections.ObjectModel;
using System.Globalization;

namespace ExecutionControl.Reference;

/// <summary>The variables by which ectl and the services' own tools find a server and its credentials.</summary>
internal static class EnvironmentVariables
{
    public static ReadOnlyDictionary<string, string> For(Uri url, ReferenceServerCredentials credentials, string? clientId = null)
    {
        // Without a slash at the end: some tools simply put a path behind it.
        var origin = url.GetLeftPart(UriPartial.Authority);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CONDUCTORONE_SERVER_URL"] = origin,
            ["CONDUCTORONE_CLIENT_ID"] = clientId ?? credentials.ConductorOne.ClientId,
            ["CONDUCTORONE_CLIENT_SECRET"] = credentials.ConductorOne.ClientSecret,
            ["CODEGEN_API_BASE_URL"] = origin,
            ["CODEGEN_ORG_ID"] = credentials.Codegen.OrganizationId.ToString(CultureInfo.InvariantCulture),
            ["CODEGEN_API_TOKEN"] = credentials.Codegen.ApiToken,
            ["KUBIYA_CONTROL_PLANE_BASE_URL"] = origin,
            ["KUBIYA_API_KEY"] = credentials.Kubiya.ApiKey,
        }.AsReadOnly();
    }
}
