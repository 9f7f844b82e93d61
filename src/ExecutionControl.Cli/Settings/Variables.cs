using ExecutionControl.Cli.Files;

namespace ExecutionControl.Cli.Settings;

/// <summary>Variables from one source only: the process's environment, or what the sandbox's server gives out.</summary>
/// <param name="read">The value as it stands, or null.</param>
/// <param name="known">What the system says of a folder of the user's; by default nothing.</param>
internal sealed class Variables(Func<string, string?> read, Func<Environment.SpecialFolder, string>? known = null)
{
    public static Variables OfProcess { get; } = new(Environment.GetEnvironmentVariable, Environment.GetFolderPath);

    /// <summary>The variable's value, or null when it is unset or blank.</summary>
    public string? this[string name] => read(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The user's folders, as these variables have them.</summary>
    public UserFolders Folders { get; } = new(read, known ?? (_ => string.Empty));

    /// <summary>What programs that are started get beside the process's own variables; null takes one out.</summary>
    public IReadOnlyDictionary<string, string?> OfPrograms { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Whether a variable says yes or no; null where it is unset, or says something else.</summary>
    public bool? Switch(string name) => this[name]?.ToUpperInvariant() switch
    {
        "1" or "TRUE" or "YES" or "ON" => true,
        "0" or "FALSE" or "NO" or "OFF" => false,
        _ => null,
    };

    /// <summary>The variable's value as it stands, or null when it is unset.</summary>
    public string? Raw(string name) => read(name);

    /// <summary>What the variables say about an account at a service.</summary>
    public ServiceSettings Settings(ServiceDefinition service, SettingsSource source) =>
        new(service, source, setting => setting.Variable is { } variable ? this[variable] : null);
}

/// <summary>ectl's own environment variables; those of the services stand with each service's settings.</summary>
internal static class VariableNames
{
    /// <summary>The profile to use where --profile names none.</summary>
    public const string Profile = "ECTL_PROFILE";

    /// <summary>Whether the sandbox is asked, as with --sandbox.</summary>
    public const string Sandbox = "ECTL_SANDBOX";

    /// <summary>Whether what commands do is written into the history.</summary>
    public const string History = "ECTL_HISTORY";

    /// <summary>The database that keeps the journal of runs, as with --journal.</summary>
    public const string Journal = "ECTL_JOURNAL";

    /// <summary>How long completion may ask a service for ids.</summary>
    public const string CompletionTimeout = "ECTL_COMPLETION_TIMEOUT";
}
