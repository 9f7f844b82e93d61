using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Profiles;

/// <summary>Accounts that are used together, such as those of production: one section for each service. Its <see cref="ToString"/> shows no secret.</summary>
internal sealed class Profile(string name, string file, YamlMapping node, ServiceDefinitions services)
{
    /// <summary>The key of whether cancelling paused executions takes a reason.</summary>
    public const string RequireReasonKey = "require-reason";

    /// <summary>The key of whether its name must be typed before anything is changed.</summary>
    public const string ProtectedKey = "protected";

    /// <summary>The key of whether nothing is changed with it at all.</summary>
    public const string ReadOnlyKey = "read-only";

    /// <summary>What is true or false of a whole profile.</summary>
    public static IReadOnlyList<string> Switches { get; } = [RequireReasonKey, ProtectedKey, ReadOnlyKey];

    public string Name => name;

    /// <summary>Whether cancelling takes a reason.</summary>
    /// <exception cref="FormatException">It is neither true nor false.</exception>
    public bool RequiresReason => Is(RequireReasonKey);

    /// <summary>Whether its name must be typed before anything is changed.</summary>
    /// <exception cref="FormatException">It is neither true nor false.</exception>
    public bool IsProtected => Is(ProtectedKey);

    /// <summary>Whether nothing is changed with it at all.</summary>
    /// <exception cref="FormatException">It is neither true nor false.</exception>
    public bool IsReadOnly => Is(ReadOnlyKey);

    /// <summary>What nobody reads: typing errors, most of the time.</summary>
    public IEnumerable<string> UnknownKeys => node.Keys().SelectMany(key => services.Names.Contains(key, StringComparer.Ordinal)
        ? (node.Mapping(key)?.Keys() ?? []).Select(inner => $"{key}.{inner}").Where(qualified => services.FindSetting(qualified) is null)
        : Switches.Contains(key, StringComparer.Ordinal) ? [] : [key]);

    /// <summary>What the profile says about an account at a service.</summary>
    public ServiceSettings Settings(ServiceDefinition service) => new(service, SettingsSource.OfProfile(name, file), this.Value);

    /// <summary>The value of a setting, or null when the profile does not say.</summary>
    /// <exception cref="FormatException">Something else than a value is in its place.</exception>
    public string? Value(ServiceSetting setting) => node.Mapping(setting.Service)?.Text(setting.Key);

    public override string ToString() => $"profile {name} in {file}";

    private bool Is(string key) => node.Text(key)?.ToUpperInvariant() switch
    {
        null or "FALSE" or "NO" or "OFF" => false,
        "TRUE" or "YES" or "ON" => true,
        _ => throw new FormatException($"'{key}' of profile {name} is neither true nor false"),
    };
}

/// <summary>What a profile may be called: something that needs no quotes in a shell, and looks like no option.</summary>
internal static class ProfileName
{
    private const int MaxLength = 64;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    public static string Complaint(string name) =>
        $"'{name}' is no name for a profile: letters, digits, '-', '_' and '.', beginning with a letter or digit, at most {MaxLength}.";
}
