using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Services;

/// <summary>As whom ectl asks a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Source">Where host and credential came from.</param>
/// <param name="Credential">What a person calls the credential there, in words that fit after "from".</param>
/// <param name="Server">The server that is asked; null while nobody can tell, as the settings are wrong.</param>
/// <param name="Holder">Whose executions these are: the tenant or the organization; null where the service does not name one.</param>
internal sealed record ServiceAccount(ServiceDefinition Service, SettingsSource Source, string Credential, Uri? Server, string? Holder)
{
    /// <summary>The account in a few words, such as <c>ConductorOne, tenant acme.conductor.one</c>.</summary>
    public string Text => $"{Service.DisplayName}, {Holder ?? $"server {Server?.Authority}"}";
}
