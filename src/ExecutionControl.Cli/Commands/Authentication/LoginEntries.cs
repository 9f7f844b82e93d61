using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary>What a login will keep of an account: what was typed, completed by what the profile says already.</summary>
internal sealed class LoginEntries
{
    private readonly Dictionary<ServiceSetting, string> _values = [];

    private LoginEntries(ServiceDefinition service) => Service = service;

    public ServiceDefinition Service { get; }

    /// <summary>Puts an account together.</summary>
    /// <param name="service">The service.</param>
    /// <param name="profile">The profile as it is; null when it is new.</param>
    /// <param name="typed">What was typed, but for the secret.</param>
    /// <param name="secret">The secret.</param>
    /// <exception cref="NotSentException">Something is missing.</exception>
    public static LoginEntries Of(
        IServiceModule service, Profile? profile, IReadOnlyDictionary<ServiceSetting, string> typed, string secret)
    {
        var entries = new LoginEntries(service.Definition);
        foreach (var setting in service.Definition.Settings.Where(setting => setting is { IsSecret: false, IsSupply: false }))
        {
            if ((typed.GetValueOrDefault(setting) ?? profile?.Value(setting)) is { } value)
            {
                entries._values[setting] = value;
            }
        }

        var kind = service.Definition.SecretFor(secret);
        entries.Apply(service.Login.Rules.Where(rule => rule.Secret == kind));
        entries._values[kind] = secret;
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
    /// <param name="isNamed">Whether somebody named the profile: then it is not put to use unasked.</param>
    public void Store(ProfileDocument document, string profile, string? helper, bool isNamed)
    {
        foreach (var setting in Service.Settings)
        {
            var value = setting.IsSecret && helper is not null ? null : _values.GetValueOrDefault(setting);
            document.Set(profile, Service.Name, setting.Key, setting.Key is ServiceSetting.CredentialHelperKey ? helper : value);
        }

        if (document.Current is null && !isNamed)
        {
            document.Use(profile);
        }
    }

    private void Apply(IEnumerable<SecretRule> rules)
    {
        foreach (var rule in rules)
        {
            if (!_values.ContainsKey(rule.Required))
            {
                throw new NotSentException(ExitCode.NotSent, $"{rule.Option} is missing: {rule.Why}. Nothing was sent.");
            }

            if (rule.Replaced is { } replaced)
            {
                _values.Remove(replaced);
            }
        }
    }
}
