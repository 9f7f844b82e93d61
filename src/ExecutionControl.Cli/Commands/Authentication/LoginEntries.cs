using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary>What a login will keep of an account: what was typed, completed by what the profile says already.</summary>
internal sealed class LoginEntries
{
    private readonly Dictionary<ServiceSetting, string> _values = [];

    private LoginEntries(ControlService service) => Service = service;

    public ControlService Service { get; }

    /// <summary>Puts an account together.</summary>
    /// <param name="service">The service.</param>
    /// <param name="profile">The profile as it is; null when it is new.</param>
    /// <param name="typed">What was typed, but for the secret.</param>
    /// <param name="secret">The secret.</param>
    /// <exception cref="NotSentException">Something is missing.</exception>
    public static LoginEntries Of(ControlService service, Profile? profile, IReadOnlyDictionary<ServiceSetting, string> typed, string secret)
    {
        var entries = new LoginEntries(service);
        foreach (var setting in ServiceSetting.Of(service).Where(setting => setting is { IsSecret: false, IsSupply: false }))
        {
            if ((typed.GetValueOrDefault(setting) ?? profile?.Value(setting)) is { } value)
            {
                entries._values[setting] = value;
            }
        }

        entries._values[entries.SecretFor(secret)] = secret;
        return entries;
    }

    /// <summary>The account, as it will be read from the profile.</summary>
    public ServiceSettings Settings(SettingsSource source) => new(Service, source, setting => _values.GetValueOrDefault(setting));

    /// <summary>The secret itself.</summary>
    public string Secret => _values.Single(entry => entry.Key.IsSecret).Value;

    /// <summary>Keeps the account, in place of what the profile said of this service.</summary>
    /// <param name="document">The configuration.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="helper">The credential helper that keeps the secret; null when the profile is to hold it.</param>
    public void Store(ProfileDocument document, string profile, string? helper)
    {
        foreach (var setting in ServiceSetting.Of(Service))
        {
            var value = setting.IsSecret && helper is not null ? null : _values.GetValueOrDefault(setting);
            document.Set(profile, ServiceName.Of(Service), setting.Key, setting.Key is ServiceSetting.CredentialHelperKey ? helper : value);
        }

        if (document.Current is null)
        {
            document.Use(profile);
        }
    }

    private ServiceSetting SecretFor(string secret)
    {
        var setting = ServiceSetting.SecretFor(Service, secret);
        if (setting == ServiceSetting.CodegenApiToken)
        {
            Require(ServiceSetting.CodegenOrganization, "--organization", "the number of the organization is on Codegen's settings page");
        }
        else if (setting == ServiceSetting.ConductorOneClientSecret)
        {
            Require(ServiceSetting.ConductorOneClientId, "--client-id", "a client secret belongs to a client id, such as fox@acme.conductor.one/spc");
        }
        else if (setting == ServiceSetting.ConductorOneAccessToken)
        {
            Require(
                ServiceSetting.ConductorOneServerUrl,
                "--server-url",
                $"what begins with '{ServiceSetting.ClientSecretMark}' is a client secret, anything else an access token, which is for one server");
            _values.Remove(ServiceSetting.ConductorOneClientId);
        }

        return setting;
    }

    private void Require(ServiceSetting setting, string option, string why)
    {
        if (!_values.ContainsKey(setting))
        {
            throw new NotSentException(ExitCode.NotSent, $"{option} is missing: {why}. Nothing was sent.");
        }
    }
}
