namespace ExecutionControl.Cli.Files;

/// <summary>Where the user's own files are, by the XDG base directory specification, or Windows' application data.</summary>
internal static class UserFolders
{
    private const string Name = "ectl";

    /// <summary>The user's home, or null where there is none.</summary>
    public static string? Home =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : null;

    /// <summary>ectl's folder for configuration, whether it exists or not; null where the user has no place for one.</summary>
    public static string? Configuration => OperatingSystem.IsWindows()
        ? Below(Environment.SpecialFolder.ApplicationData)
        : Locate("XDG_CONFIG_HOME", ".config");

    /// <summary>ectl's folder for what can be made again, whether it exists or not; null where the user has no place for one.</summary>
    public static string? Cache => OperatingSystem.IsWindows()
        ? Below(Environment.SpecialFolder.LocalApplicationData) is { } local ? Path.Combine(local, "cache") : null
        : Locate("XDG_CACHE_HOME", ".cache");

    private static string? Below(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder) is { Length: > 0 } path ? Path.Combine(path, Name) : null;

    private static string? Locate(string variable, string folderInHome)
    {
        // The base directory specification asks that a relative path be ignored.
        if (Environment.GetEnvironmentVariable(variable) is { } folder && Path.IsPathRooted(folder))
        {
            return Path.Combine(folder, Name);
        }

        return Home is { } home ? Path.Combine(home, folderInHome, Name) : null;
    }
}
