using System.Text.Json;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Settings;

/// <summary>What a service is called, and what can be said about an account at it.</summary>
internal sealed class ServiceDefinition
{
    /// <param name="name">The name as it is typed, such as <c>conductorone</c>.</param>
    /// <param name="displayName">The name as its maker writes it.</param>
    /// <param name="settings">What can be said about an account, in the order in which it is shown; one is the server's address.</param>
    public ServiceDefinition(string name, string displayName, params IReadOnlyList<ServiceSetting> settings)
    {
        Name = name;
        DisplayName = displayName;
        CredentialProcess = new ServiceSetting(name, null, ServiceSetting.CredentialProcessKey);
        CredentialHelper = new ServiceSetting(name, null, ServiceSetting.CredentialHelperKey);
        ServerUrl = settings.Single(setting => setting.IsAddress);
        Settings = [.. settings, CredentialProcess, CredentialHelper];
    }

    /// <summary>The name as it is typed.</summary>
    public string Name { get; }

    /// <summary>The name as its maker writes it.</summary>
    public string DisplayName { get; }

    /// <summary>The service as the client knows it.</summary>
    public ControlService Service => Enum.TryParse<ControlService>(DisplayName, out var found) ? found : ControlService.None;

    /// <summary>The name as documents for programs have it.</summary>
    public string JsonName => JsonNamingPolicy.CamelCase.ConvertName(DisplayName);

    /// <summary>Every setting: the service's own, then the programs that supply a secret.</summary>
    public IReadOnlyList<ServiceSetting> Settings { get; }

    public ServiceSetting ServerUrl { get; }

    public ServiceSetting CredentialProcess { get; }

    public ServiceSetting CredentialHelper { get; }

    /// <summary>The beginnings of the service's own paths, the longest first.</summary>
    public required IReadOnlyList<string> PathBeginnings { get; init; }

    /// <summary>Tells which of the service's secrets one is.</summary>
    public required Func<string, ServiceSetting> SecretFor { get; init; }

    /// <summary>A service's name as documents for programs have it.</summary>
    public static string JsonNameOf(ControlService service) => JsonNamingPolicy.CamelCase.ConvertName(service.ToString());

    public override string ToString() => Name;
}

/// <summary>Every service that there is, in the order in which they are shown.</summary>
internal sealed class ServiceDefinitions(IReadOnlyList<ServiceDefinition> all)
{
    public IReadOnlyList<ServiceDefinition> All => all;

    /// <summary>The names that can be typed.</summary>
    public IReadOnlyList<string> Names { get; } = [.. all.Select(service => service.Name)];

    /// <summary>Every setting, in the order in which they are shown.</summary>
    public IReadOnlyList<ServiceSetting> Settings { get; } =
    [
        .. all.SelectMany(service => service.Settings.Where(setting => !setting.IsSupply)),
        .. all.SelectMany(service => service.Settings.Where(setting => setting.IsSupply)),
    ];

    /// <summary>The service whose setting it is.</summary>
    public ServiceDefinition Of(ServiceSetting setting) => all.Single(service => service.Name == setting.Service);

    /// <summary>The setting of this name, or null when there is none.</summary>
    /// <param name="qualifiedKey">Such as <c>kubiya.server-url</c>.</param>
    public ServiceSetting? FindSetting(string qualifiedKey) =>
        Settings.FirstOrDefault(setting => string.Equals(setting.QualifiedKey, qualifiedKey, StringComparison.Ordinal));
}
