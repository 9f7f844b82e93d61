namespace ExecutionControl.Cli.Files;

/// <summary>Where the user's own files are, by the XDG base directory specification, or Windows' application data.</summary>
/// <param name="variables">The environment.</param>
/// <param name="known">What the system says of a folder; empty where it says nothing.</param>
internal sealed class UserFolders(Func<string, string?> variables, Func<Environment.SpecialFolder, string> known)
{
    private const string Name = "ectl";

    /// <summary>The user's home, or null where there is none.</summary>
    public string? Home => !OperatingSystem.IsWindows() && variables("HOME") is { Length: > 0 } home
        ? Directory.Exists(home) ? home : null
        : Known(Environment.SpecialFolder.UserProfile);

    /// <summary>ectl's folder for configuration, whether it exists or not; null where the user has no place for one.</summary>
    public string? Configuration => OperatingSystem.IsWindows()
        ? Below(Environment.SpecialFolder.ApplicationData)
        : Locate("XDG_CONFIG_HOME", ".config");

    /// <summary>ectl's folder for what can be made again, whether it exists or not; null where the user has no place for one.</summary>
    public string? Cache => OperatingSystem.IsWindows()
        ? Below(Environment.SpecialFolder.LocalApplicationData) is { } local ? Path.Combine(local, "cache") : null
        : Locate("XDG_CACHE_HOME", ".cache");

    /// <summary>ectl's folder for what it keeps between commands, whether it exists or not; null where the user has no place for one.</summary>
    public string? State => OperatingSystem.IsWindows()
        ? Below(Environment.SpecialFolder.LocalApplicationData)
        : Locate("XDG_STATE_HOME", Path.Combine(".local", "state"));

    private string? Known(Environment.SpecialFolder folder) => known(folder) is { Length: > 0 } path ? path : null;

    private string? Below(Environment.SpecialFolder folder) => Known(folder) is { } path ? Path.Combine(path, Name) : null;

    private string? Locate(string variable, string folderInHome)
    {
        // The base directory specification asks that a relative path be ignored.
        if (variables(variable) is { } folder && Path.IsPathRooted(folder))
        {
            return Path.Combine(folder, Name);
        }

        return Home is { } home ? Path.Combine(home, folderInHome, Name) : null;
    }
}
