using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services;

/// <summary>Variables from one source only: the process's environment, or what the sandbox's server gives out.</summary>
internal sealed class Variables(Func<string, string?> read)
{
    public static Variables OfProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The variable's value, or null when it is unset or blank.</summary>
    public string? this[string name] => read(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>What the variables say about an account at a service.</summary>
    public ServiceSettings Settings(ControlService service, SettingsSource source) => new(service, source, setting => setting.Variable is { } variable ? this[variable] : null);
}
