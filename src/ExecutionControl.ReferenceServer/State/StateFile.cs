namespace ExecutionControl.Reference.State;

/// <summary>The file that keeps the state, readable and writable by its owner alone.</summary>
internal static class StateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Makes the file, and its folder, if they are missing. SQLite gives the files that it puts beside a database the mode of the
    /// database itself, so the mode has to be right before SQLite opens it.
    /// </summary>
    public static void Prepare(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (OperatingSystem.IsWindows())
        {
            // A user's folders are the user's alone there.
            Directory.CreateDirectory(folder!);
            return;
        }

        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }

        using (new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = OwnerOnly,
        }))
        {
        }

        if (File.GetUnixFileMode(path) != OwnerOnly)
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }
}
