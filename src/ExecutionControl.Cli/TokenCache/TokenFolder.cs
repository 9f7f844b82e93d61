using ExecutionControl.Cli.Files;

namespace ExecutionControl.Cli.TokenCache;

/// <summary>The folder of the token cache: ectl's own, in the user's folder for what can be made again.</summary>
internal static class TokenFolder
{
    public const string TokenExtension = ".token";
    public const string LockExtension = ".lock";

    /// <summary>The folder, whether it exists or not; null where the user has no place for one.</summary>
    public static string? Locate(UserFolders folders) => folders.Cache is { } cache ? Path.Combine(cache, "tokens") : null;

    /// <summary>The files that hold tokens.</summary>
    public static IReadOnlyList<string> Tokens(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + TokenExtension) : [];

    /// <summary>The files that hold tokens, and those that a process left behind that was killed while it wrote one.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
    [
        .. Tokens(folder),
        .. Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*" + TokenExtension + OwnFile.DraftExtension).Concat(Directory.GetFiles(folder, "*.tmp"))
            : [],
    ];

    /// <summary>Forgets every token.</summary>
    /// <returns>How many there were.</returns>
    public static int Clear(string folder)
    {
        var files = Files(folder);
        foreach (var file in files)
        {
            File.Delete(file);
        }

        return files.Count;
    }
}
