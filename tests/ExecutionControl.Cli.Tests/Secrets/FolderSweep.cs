namespace ExecutionControl.Cli.Tests.Secrets;

/// <summary>Looks for secrets in the files that commands left behind, but for those that only their owner can read.</summary>
internal static class FolderSweep
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Sweeps every file below the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isOwn">Whether the test itself put a file there as it is.</param>
    /// <param name="sweep">Keeps what is found.</param>
    public static void Sweep(DirectoryInfo folder, Func<string, byte[], bool> isOwn, SecretSweep sweep)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

        // Pipes and sockets have no length; reading them would not end.
        foreach (var file in folder.EnumerateFiles("*", options).Where(file => file.Length > 0 && !IsOwnerOnly(file)))
        {
            var content = File.ReadAllBytes(file.FullName);
            if (!isOwn(file.FullName, content))
            {
                sweep.Content(file.FullName, content);
            }
        }
    }

    private static bool IsOwnerOnly(FileInfo file) =>
        !OperatingSystem.IsWindows() && (file.UnixFileMode & Others) == UnixFileMode.None && (file.Directory!.UnixFileMode & Others) == UnixFileMode.None;
}
