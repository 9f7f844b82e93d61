using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services;

/// <summary>One thing that can be said about an account at a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Variable">Its environment variable; null for what only a profile can say.</param>
/// <param name="Key">Its name in a profile.</param>
/// <param name="IsSecret">Whether nobody may see it.</param>
/// <param name="IsDecisive">
/// Whether it names a host or a credential: a source that says one such thing must say all of them, so that no credential goes to
/// a host that another source named.
/// </param>
internal sealed record ServiceSetting(ControlService Service, string? Variable, string Key, bool IsSecret = false, bool IsDecisive = true)
{
    /// <summary>The key of a program that prints the secret.</summary>
    public const string CredentialProcessKey = "credential-process";

    /// <summary>The key of the credential helper that keeps the secret.</summary>
    public const string CredentialHelperKey = "credential-helper";

    /// <summary>How a client secret of ConductorOne's begins; anything else is an access token.</summary>
    public const string ClientSecretMark = "secret-token:";

    public static ServiceSetting ConductorOneClientId { get; } = new(ControlService.ConductorOne, VariableNames.ConductorOneClientId, "client-id");

    public static ServiceSetting ConductorOneClientSecret { get; } =
        new(ControlService.ConductorOne, VariableNames.ConductorOneClientSecret, "client-secret", IsSecret: true);

    public static ServiceSetting ConductorOneAccessToken { get; } =
        new(ControlService.ConductorOne, VariableNames.ConductorOneAccessToken, "access-token", IsSecret: true);

    public static ServiceSetting ConductorOneOidcToken { get; } =
        new(ControlService.ConductorOne, VariableNames.ConductorOneOidcToken, "oidc-token", IsSecret: true);

    public static ServiceSetting ConductorOneServerUrl { get; } = new(ControlService.ConductorOne, VariableNames.ConductorOneServerUrl, "server-url");

    public static ServiceSetting CodegenApiToken { get; } = new(ControlService.Codegen, VariableNames.CodegenApiToken, "api-token", IsSecret: true);

    public static ServiceSetting CodegenOrganization { get; } =
        new(ControlService.Codegen, VariableNames.CodegenOrganizationId, "organization", IsDecisive: false);

    public static ServiceSetting CodegenServerUrl { get; } = new(ControlService.Codegen, VariableNames.CodegenServerUrl, "server-url");

    public static ServiceSetting KubiyaApiKey { get; } = new(ControlService.Kubiya, VariableNames.KubiyaApiKey, "api-key", IsSecret: true);

    public static ServiceSetting KubiyaServerUrl { get; } = new(ControlService.Kubiya, VariableNames.KubiyaServerUrl, "server-url");

    /// <summary>Every setting, in the order in which they are shown.</summary>
    public static IReadOnlyList<ServiceSetting> All { get; } =
    [
        ConductorOneClientId, ConductorOneClientSecret, ConductorOneAccessToken, ConductorOneOidcToken, ConductorOneServerUrl,
        CodegenApiToken, CodegenOrganization, CodegenServerUrl,
        KubiyaApiKey, KubiyaServerUrl,
        .. ServiceName.All.SelectMany(service => (ServiceSetting[])[new(service, null, CredentialProcessKey), new(service, null, CredentialHelperKey)]),
    ];

    /// <summary>Whether a program supplies the secret.</summary>
    public bool IsSupply => Key is CredentialProcessKey or CredentialHelperKey;

    /// <summary>The name by which people address it in a profile, such as <c>kubiya.server-url</c>.</summary>
    public string QualifiedKey => $"{ServiceName.Of(Service)}.{Key}";

    public static IEnumerable<ServiceSetting> Of(ControlService service) => All.Where(setting => setting.Service == service);

    public static ServiceSetting CredentialProcessOf(ControlService service) => Of(service).Single(setting => setting.Key is CredentialProcessKey);

    public static ServiceSetting CredentialHelperOf(ControlService service) => Of(service).Single(setting => setting.Key is CredentialHelperKey);

    /// <summary>Which of the service's secrets this is.</summary>
    public static ServiceSetting SecretFor(ControlService service, string secret) => service switch
    {
        ControlService.Codegen => CodegenApiToken,
        ControlService.Kubiya => KubiyaApiKey,
        _ => secret.StartsWith(ClientSecretMark, StringComparison.Ordinal) ? ConductorOneClientSecret : ConductorOneAccessToken,
    };

    /// <summary>The setting of this name, or null when there is none.</summary>
    public static ServiceSetting? Find(string qualifiedKey) =>
        All.FirstOrDefault(setting => string.Equals(setting.QualifiedKey, qualifiedKey, StringComparison.Ordinal));
}
