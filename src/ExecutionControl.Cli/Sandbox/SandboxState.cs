using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Sandbox;

/// <summary>Where the sandbox keeps its state between commands: one file in the user's own state folder, for its owner alone.</summary>
internal static class SandboxState
{
    private const UnixFileMode OwnerOnlyFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The file, whether it exists or not.</summary>
    /// <exception cref="NotSentException">The user has no folder to keep it in.</exception>
    public static string Locate() => Path.Combine(StateFolder(), "ectl", "sandbox.db");

    /// <summary>Makes the folder and the file where they are missing, and closes them to everybody but their owner.</summary>
    public static void Prepare(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnlyFolder);
        File.SetUnixFileMode(folder, OwnerOnlyFolder);
        using var opened = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = OwnerOnlyFile,
        });
        File.SetUnixFileMode(opened.SafeFileHandle, OwnerOnlyFile);
    }

    /// <summary>Deletes the state with what SQLite keeps beside it. Only for a file that nobody can open any more.</summary>
    public static void Delete(string file)
    {
        foreach (var path in new[] { file, file + "-wal", file + "-shm" })
        {
            File.Delete(path);
        }
    }

    private static string StateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        }

        // The base directory specification asks that a relative path be ignored.
        if (Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { } stateHome && Path.IsPathRooted(stateHome))
        {
            return stateHome;
        }

        return Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
            ? Path.Combine(home, ".local", "state")
            : throw new NotSentException(
                ExitCode.NotSent,
                "The sandbox has nowhere to keep its state: set HOME or XDG_STATE_HOME. Nothing was sent.");
    }
}
