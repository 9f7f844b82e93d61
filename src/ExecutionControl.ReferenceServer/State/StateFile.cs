namespace ExecutionControl.Reference.State;

/// <summary>
/// The file that keeps the state, readable and writable by its owner alone. It is never opened here but by SQLite: closing a second
/// descriptor of it would take away every lock that this process holds on it.
/// </summary>
internal static class StateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file, and its folder, if they are missing.</summary>
    public static void Prepare(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);

        // Under another name first, so that its descriptor is closed before anybody can open the real one.
        var fresh = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (new FileStream(fresh, options))
        {
        }

        try
        {
            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else was faster.
            File.Delete(fresh);
        }
    }

    /// <summary>
    /// Takes the file, and those that SQLite has put beside it, away from everybody else. From then on SQLite gives new ones the mode
    /// of the database itself.
    /// </summary>
    public static void Protect(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // A user's folders are the user's alone there.
            return;
        }

        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
        {
            if (File.Exists(file) && File.GetUnixFileMode(file) != OwnerOnly)
            {
                File.SetUnixFileMode(file, OwnerOnly);
            }
        }
    }

    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        // Level by level: the framework gives the mode to the last one alone.
        if (Path.GetDirectoryName(folder) is { } parent)
        {
            MakeFolder(parent);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }
}
