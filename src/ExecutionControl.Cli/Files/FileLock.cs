namespace ExecutionControl.Cli.Files;

/// <summary>
/// A lock between processes: an open file that the operating system gives to one at a time, and takes back when the process ends,
/// however it ends. The file stays behind, as removing it would let two hold the lock.
/// </summary>
internal sealed class FileLock : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The file that stands for it. Its folder must exist.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="timeProvider">The clock to wait by.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The lock, or null when another process has held it all that time.</returns>
    /// <exception cref="IOException">The file cannot be made or used, as on a full disk: waiting would not help.</exception>
    public static async Task<FileLock?> TryTakeAsync(string path, TimeSpan patience, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        while (true)
        {
            if (OwnFile.TryOpenLocked(path) is { } file)
            {
                return new FileLock(file);
            }

            if (timeProvider.GetElapsedTime(began) >= patience)
            {
                return null;
            }

            await Task.Delay(Pause, timeProvider, cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
