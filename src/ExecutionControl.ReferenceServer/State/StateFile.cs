namespace ExecutionControl.Reference.State;

/// <summary>The file that keeps the state, readable and writable by its owner alone.</summary>
internal static class StateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static ReadOnlySpan<byte> DatabaseMark => "SQLite format 3\0"u8;

    /// <summary>
    /// Makes the file, and its folder, if they are missing. SQLite gives the files that it puts beside a database the mode of the
    /// database itself, so the mode has to be right before SQLite opens it.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is something else; it is left as it is.</exception>
    public static void Prepare(string path)
    {
        MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(path, options);
        Span<byte> start = stackalloc byte[DatabaseMark.Length];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length > 0 && !start[..length].SequenceEqual(DatabaseMark))
        {
            throw Foreign(path);
        }

        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerOnly)
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }

    /// <summary>The fault of a file that holds something else.</summary>
    public static InvalidDataException Foreign(string path) =>
        new($"The file {path} is not a state file of the reference server. Nothing in it was changed. Name another file.");

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
