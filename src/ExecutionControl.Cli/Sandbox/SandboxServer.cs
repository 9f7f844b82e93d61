using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Sandbox;

/// <summary>The reference server inside this process, on a free loopback port, with the sandbox's state.</summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly ReferenceServer _server;

    private SandboxServer(ReferenceServer server, string stateFile)
    {
        _server = server;
        StateFile = stateFile;
        Variables = new Variables(name => server.Environment.GetValueOrDefault(name));
    }

    public string StateFile { get; }

    /// <summary>The variables that point at this server, and nothing of the process's environment.</summary>
    public Variables Variables { get; }

    /// <summary>Starts the server, with a fresh state where there is none.</summary>
    /// <exception cref="NotSentException">The state cannot be kept or read.</exception>
    public static async Task<SandboxServer> StartAsync(UserFolders folders, CancellationToken cancellationToken)
    {
        var file = SandboxState.Locate(folders);
        try
        {
            SandboxState.Prepare(file);
            SqliteLibrary.Prepare();
            return new SandboxServer(await ReferenceServer.StartAsync(new ReferenceServerOptions { StateFile = file }, cancellationToken), file);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or NotSentException))
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"The sandbox could not start with its state in {file}: {exception.Message} 'ectl sandbox reset' starts afresh. Nothing was sent.",
                exception);
        }
    }

    /// <summary>Puts everything back to the beginning, also for others that use the same state at this moment.</summary>
    public Task ResetAsync(CancellationToken cancellationToken) => _server.ResetAsync(cancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

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
