namespace ExecutionControl.Cli.Files;

/// <summary>
/// A file that is being written, for its owner alone, and takes the place of the one before when it is whole. See <see cref="OwnFile.Replace"/>.
/// </summary>
internal sealed class FileDraft : IDisposable
{
    private readonly string _target;
    private readonly string _draft;
    private bool _isOver;

    private FileDraft(string target, string draft, FileStream stream) => (_target, _draft, Stream) = (target, draft, stream);

    /// <summary>What is to be in it.</summary>
    public FileStream Stream { get; }

    /// <summary>Begins a file; the one before stays as it is.</summary>
    /// <exception cref="IOException">It cannot be written, or the one before is not to be replaced.</exception>
    public static FileDraft Begin(string path)
    {
        var target = OwnFile.RequireReplaceable(path);
        var draft = target + OwnFile.DraftExtension;
        var stream = OwnFile.TryOpenLocked(draft) ?? throw new IOException($"{draft} is being written by another process. Try again.");
        try
        {
            // The one that had the lock has given the file its name in the meantime.
            if (!OperatingSystem.IsWindows() && UnixFile.ReadStatus(draft)?.Number != UnixFile.ReadStatus(stream.SafeFileHandle).Number)
            {
                throw new IOException($"{target} has just been written by another process. Try again.");
            }

            stream.SetLength(0);
            return new FileDraft(target, draft, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Puts it in place.</summary>
    /// <exception cref="IOException">It cannot be written; then the one before is as it was.</exception>
    public void Complete()
    {
        Stream.Flush(flushToDisk: true);
        if (OperatingSystem.IsWindows())
        {
            // What is open cannot be moved there.
            Stream.Dispose();
        }

        File.Move(_draft, _target, overwrite: true);
        _isOver = true;
        Stream.Dispose();
    }

    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            if (OperatingSystem.IsWindows())
            {
                Stream.Dispose();
            }

            File.Delete(_draft);
            Stream.Dispose();
        }
    }
}
