using ExecutionControl.Cli.Settings;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Services;

/// <summary>The services that ectl knows, in the order in which they are shown.</summary>
internal sealed class ServiceModules(params IReadOnlyList<IServiceModule> all)
{
    public IReadOnlyList<IServiceModule> All => all;

    /// <summary>What they are called, and what can be said about their accounts.</summary>
    public ServiceDefinitions Definitions { get; } = new([.. all.Select(module => module.Definition)]);

    /// <summary>The names that can be typed.</summary>
    public IReadOnlyList<string> Names => Definitions.Names;

    /// <summary>The service of a typed name, in any case; null when there is none.</summary>
    public IServiceModule? Find(string name) =>
        all.FirstOrDefault(module => string.Equals(module.Definition.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>As whom ectl asks a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Source">Where host and credential came from.</param>
/// <param name="Credential">What a person calls the credential there, in words that fit after "from".</param>
/// <param name="Server">The server that is asked; null while nobody can tell, as the settings are wrong.</param>
/// <param name="Holder">Whose executions these are: the tenant or the organization; null where the service does not name one.</param>
internal sealed record ServiceAccount(ServiceDefinition Service, SettingsSource Source, string Credential, Uri? Server, string? Holder)
{
    /// <summary>What plans call the sandbox.</summary>
    public const string SandboxName = "sandbox";

    /// <summary>The account in a few words, such as <c>ConductorOne, tenant acme.conductor.one</c>.</summary>
    public string Text => $"{Service.DisplayName}, {Holder ?? $"server {Server?.Authority}"}";

    /// <summary>The account as documents show it.</summary>
    public AccountReport Report => new()
    {
        Origin = Source.Origin,
        Profile = Source.Profile,
        File = Source.File,
        Server = Server?.ToString(),
        Holder = Holder,
    };

    /// <summary>The account as plans hold it: no secret, and of the sandbox, which has another port each time, no address.</summary>
    public RunAccount Planned => new()
    {
        Service = Service.Service,
        Name = Source switch
        {
            { Origin: SettingsOrigin.Sandbox } => SandboxName,
            { Profile: { } profile } => profile,
            { Origin: SettingsOrigin.Environment } => "environment",
            _ => "tool-file",
        },
        Server = IsSandbox ? null : Server?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
        Tenant = IsSandbox ? null : Holder,
    };

    private bool IsSandbox => Source.Origin == SettingsOrigin.Sandbox;
}
