using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Settings;

/// <summary>What one source says about an account at one service. Nothing of another source is ever mixed in.</summary>
internal sealed class ServiceSettings(ServiceDefinition service, SettingsSource source, Func<ServiceSetting, string?> read)
{
    public ServiceDefinition Service => service;

    public SettingsSource Source => source;

    /// <summary>Whether the source names a host or a credential, so that no further source is asked.</summary>
    public bool IsDecisive => service.Settings.Any(setting => setting.IsDecisive && this[setting] is not null);

    /// <summary>The setting's value, or null when it is unset or blank.</summary>
    public string? this[ServiceSetting setting] => read(setting)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The values that nobody may see.</summary>
    public IEnumerable<string?> Secrets => service.Settings.Where(setting => setting.IsSecret).Select(setting => this[setting]);

    /// <summary>When the secret ends, where whoever supplied it says so.</summary>
    public DateTimeOffset? SecretExpiresAt { get; private init; }

    /// <summary>The settings with the secret that a program handed over.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="supplier">The program, in words that fit before "of profile".</param>
    /// <exception cref="NotSentException">Something came along with the secret.</exception>
    public ServiceSettings WithSecret(SuppliedSecret secret, string supplier)
    {
        var given = service.SecretFor(secret.Value);
        var settings = new ServiceSettings(service, source with { Supplier = supplier }, asked => asked == given ? secret.Value : read(asked))
        {
            SecretExpiresAt = secret.ExpiresAt,
        };
        return settings.Checked();
    }

    /// <summary>The settings with one of them taken from elsewhere, where that says something.</summary>
    public ServiceSettings With(ServiceSetting setting, string? value) =>
        value is null ? this : new ServiceSettings(service, source, asked => asked == setting ? value : read(asked)) { SecretExpiresAt = SecretExpiresAt };

    /// <summary>The setting's value as an absolute http or https address.</summary>
    /// <exception cref="NotSentException">It is set to something else.</exception>
    public Uri? Address(ServiceSetting setting) => this[setting] is { } value ? ServiceAddress.Read(value, service, source.NameOf(setting)) : null;

    /// <summary>The settings, once all of them are looked through for what came along when they were copied.</summary>
    /// <exception cref="NotSentException">Something did.</exception>
    public ServiceSettings Checked()
    {
        // A command line may well begin with a quote.
        foreach (var setting in service.Settings.Where(setting => !setting.IsSupply))
        {
            if (this[setting] is { } value && PastedText.Complaint(value) is { } complaint)
            {
                throw new NotSentException(
                    setting is { IsDecisive: true, IsAddress: false } ? ExitCode.Credentials : ExitCode.NotSent,
                    $"{source.NameOf(setting)} {complaint}. Nothing was sent.");
            }
        }

        return this;
    }

    /// <summary>The setting's value as a positive whole number.</summary>
    /// <exception cref="NotSentException">It is set to something else.</exception>
    public long? PositiveNumber(ServiceSetting setting) => this[setting] switch
    {
        null => null,
        { } value when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        { } value => throw new NotSentException(ExitCode.NotSent, $"{source.NameOf(setting)} is no positive whole number: {value}. Nothing was sent."),
    };
}

/// <summary>A secret that a program handed over. Its <see cref="ToString"/> does not show it.</summary>
/// <param name="value">The secret.</param>
/// <param name="expiresAt">When it ends; null where the program does not say.</param>
internal sealed class SuppliedSecret(string value, DateTimeOffset? expiresAt = null)
{
    public string Value => value;

    public DateTimeOffset? ExpiresAt => expiresAt;

    public override string ToString() => "a secret, not shown";
}
