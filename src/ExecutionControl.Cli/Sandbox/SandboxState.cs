using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Files;

namespace ExecutionControl.Cli.Sandbox;

/// <summary>Where the sandbox keeps its state between commands: one file in the user's own state folder, for its owner alone.</summary>
internal static class SandboxState
{
    /// <summary>The file, whether it exists or not.</summary>
    /// <exception cref="NotSentException">The user has no folder to keep it in.</exception>
    public static string Locate(UserFolders folders) => folders.State is { } state ? Path.Combine(state, "sandbox.db") : throw new NotSentException(
        ExitCode.NotSent, "The sandbox has nowhere to keep its state: set HOME or XDG_STATE_HOME. Nothing was sent.");

    /// <summary>Makes the folder where it is missing, for its owner alone. The server makes the file.</summary>
    public static void Prepare(string file) => OwnFile.PrepareFolder(Path.GetDirectoryName(file)!);

    /// <summary>Moves what is no state, with what SQLite keeps beside it, out of the way. It is not ectl's to delete.</summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public static string SetAside(string file, DateTimeOffset now)
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"{file}.{now:yyyyMMdd'T'HHmmssfff}");
        foreach (var end in new[] { string.Empty, "-wal", "-shm", "-journal" })
        {
            if (Path.Exists(file + end))
            {
                File.Move(file + end, aside + end, overwrite: false);
            }
        }

        return aside;
    }
}
