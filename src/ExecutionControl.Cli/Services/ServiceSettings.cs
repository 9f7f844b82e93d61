using System.Globalization;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services;

/// <summary>What one source says about an account at one service. Nothing of another source is ever mixed in.</summary>
internal sealed class ServiceSettings(ControlService service, SettingsSource source, Func<ServiceSetting, string?> read)
{
    public ControlService Service => service;

    public SettingsSource Source => source;

    /// <summary>Whether the source names a host or a credential, so that no further source is asked.</summary>
    public bool IsDecisive => ServiceSetting.Of(service).Any(setting => setting.IsDecisive && this[setting] is not null);

    /// <summary>The setting's value, or null when it is unset or blank.</summary>
    public string? this[ServiceSetting setting] => read(setting)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The values that nobody may see.</summary>
    public IEnumerable<string?> Secrets => ServiceSetting.Of(service).Where(setting => setting.IsSecret).Select(setting => this[setting]);

    /// <summary>The settings with one of them taken from elsewhere, where that says something.</summary>
    public ServiceSettings With(ServiceSetting setting, string? value) =>
        value is null ? this : new ServiceSettings(service, source, asked => asked == setting ? value : read(asked));

    /// <summary>The setting's value as an absolute http or https address.</summary>
    /// <exception cref="NotSentException">It is set to something else.</exception>
    public Uri? Address(ServiceSetting setting) => this[setting] is { } value ? ServiceAddress.Read(value, service, source.NameOf(setting)) : null;

    /// <summary>The settings, once all of them are looked through for what came along when they were copied.</summary>
    /// <exception cref="NotSentException">Something did.</exception>
    public ServiceSettings Checked()
    {
        foreach (var setting in ServiceSetting.Of(service))
        {
            if (this[setting] is { } value && PastedText.Complaint(value) is { } complaint)
            {
                throw new NotSentException(
                    setting.IsDecisive && setting.Key is not "server-url" ? ExitCode.Credentials : ExitCode.NotSent,
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
