namespace ExecutionControl.Cli.Settings;

/// <summary>The one place that everything about an account at a service came from.</summary>
/// <param name="Origin">Its kind.</param>
/// <param name="Text">Where that is, in words that fit after "from".</param>
/// <param name="File">The file, or null when it was none.</param>
/// <param name="Profile">The profile, or null when it was none.</param>
/// <param name="Supplier">The program that handed over the secret, or null when the source holds it itself.</param>
internal sealed record SettingsSource(SettingsOrigin Origin, string Text, string? File = null, string? Profile = null, string? Supplier = null)
{
    public static SettingsSource Environment { get; } = new(SettingsOrigin.Environment, "the environment");

    public static SettingsSource Sandbox { get; } = new(SettingsOrigin.Sandbox, "the sandbox");

    public static SettingsSource OfProfile(string profile, string file) => new(SettingsOrigin.Profile, $"profile {profile} in {file}", file, profile);

    /// <summary>Whether a file decided, which people do not see while they type.</summary>
    public bool IsFile => File is not null;

    /// <summary>What a person calls the setting there.</summary>
    public string NameOf(ServiceSetting setting) => IsFile ? $"{setting.QualifiedKey} of {Text}" : setting.Variable ?? setting.QualifiedKey;

    /// <summary>What people call these settings of a credential there.</summary>
    public string NameOf(params IReadOnlyList<ServiceSetting> settings) =>
        (IsFile, Supplier) switch
        {
            (false, _) => string.Join(" and ", settings.Select(setting => setting.Variable)),
            (true, { } supplier) => $"{supplier} of {Text}",
            _ => Text,
        };
}

/// <summary>The kinds of places that accounts come from.</summary>
internal enum SettingsOrigin
{
    /// <summary>The sandbox's server.</summary>
    Sandbox,

    /// <summary>Environment variables.</summary>
    Environment,

    /// <summary>A profile of ectl's own configuration file.</summary>
    Profile,

    /// <summary>The configuration of the service's own tool.</summary>
    ToolFile,
}
