using ExecutionControl.Reference.Files;

namespace ExecutionControl.Reference.State;

/// <summary>
/// The file that keeps the state, readable and writable by its owner alone. It is never opened here but by SQLite: closing a second
/// descriptor of it would take away every lock that this process holds on it. So it is looked at by its name, in a folder where nobody
/// else could exchange it.
/// </summary>
internal static class StateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>
    /// Makes the file, and its folder, if they are missing; refuses what is in its place, or in that of SQLite's own files, and not the
    /// user's.
    /// </summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="FileNotTrustedException">It is not to be used; nothing was changed.</exception>
    public static void Prepare(string path)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            throw new FileNotTrustedException(path, "is a folder, not a file", "Name a file in it.");
        }

        TrustedFile.PrepareFolder(Path.GetDirectoryName(path)!, isOwn: false);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var companion in Companions)
        {
            TrustedFile.Demand(path + companion);
        }

        if (TrustedFile.Demand(path) is not null)
        {
            return;
        }

        // Under another name first, so that its descriptor is closed before anybody can open the real one.
        var fresh = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            {
                File.SetUnixFileMode(fresh, OwnerOnly);
            }

            PosixFile.TryRename(fresh, path);
        }
        finally
        {
            File.Delete(fresh);
        }

        // Somebody else may have been faster.
        TrustedFile.Demand(path);
    }

    /// <summary>
    /// Takes the file, and those that SQLite has put beside it, away from everybody else. From then on SQLite gives new ones the mode
    /// of the database itself. Only for a file that is known to be a state file.
    /// </summary>
    public static void Protect(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // A user's folders are the user's alone there.
            return;
        }

        foreach (var file in Companions.Prepend(string.Empty).Select(companion => path + companion))
        {
            if (TrustedFile.Demand(file) is { } status && status.Rights != OwnerOnly && status.User == PosixFile.User)
            {
                File.SetUnixFileMode(file, OwnerOnly);
            }
        }
    }
}
