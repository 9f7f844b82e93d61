namespace ExecutionControl.Cli.Services;

/// <summary>The environment variables that ectl reads: the services' own names, and one of ectl's.</summary>
internal static class VariableNames
{
    public const string ConductorOneAccessToken = "CONDUCTORONE_ACCESS_TOKEN";
    public const string ConductorOneClientId = "CONDUCTORONE_CLIENT_ID";
    public const string ConductorOneClientSecret = "CONDUCTORONE_CLIENT_SECRET";
    public const string ConductorOneOidcToken = "CONDUCTORONE_OIDC_TOKEN";
    public const string ConductorOneServerUrl = "CONDUCTORONE_SERVER_URL";

    public const string CodegenApiToken = "CODEGEN_API_TOKEN";
    public const string CodegenOrganizationId = "CODEGEN_ORG_ID";
    public const string CodegenServerUrl = "CODEGEN_API_BASE_URL";

    public const string KubiyaApiKey = "KUBIYA_API_KEY";
    public const string KubiyaServerUrl = "KUBIYA_CONTROL_PLANE_BASE_URL";

    /// <summary>ectl's own: how long completion may ask a service for ids.</summary>
    public const string CompletionTimeout = "ECTL_COMPLETION_TIMEOUT";

    /// <summary>The configuration file of Kubiya's own tool, where it is not the usual one.</summary>
    public const string KubiyaConfiguration = "KUBIYA_CONFIG";

    /// <summary>The profile to use where --profile names none.</summary>
    public const string Profile = "ECTL_PROFILE";
}
