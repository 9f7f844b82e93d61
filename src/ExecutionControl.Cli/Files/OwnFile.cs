using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ExecutionControl.Cli.Files;

/// <summary>
/// Files that may hold secrets or say whom they are sent to: used only where they are the user's, or root's, and nobody else may write them.
/// Looked at when they are open, so that nobody can exchange them in between. On Windows a user's folders are the user's alone already.
/// </summary>
internal static class OwnFile
{
    /// <summary>What is behind the name of a file that is being written, until it takes its place.</summary>
    public const string DraftExtension = ".new";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const int MaxLinks = 20;

    /// <summary>Whether anybody but the owner has a right to the file or folder. Windows is not asked.</summary>
    public static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnlyFolder) != UnixFileMode.None;

    /// <summary>Makes ectl's own folder where it is missing, with those above it, and closes it to everybody but its owner.</summary>
    /// <exception cref="UntrustedFileException">It, or the one that it would be made in, is another user's or open to others.</exception>
    public static void PrepareFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (UnixFile.ReadStatus(folder) is null)
        {
            MakeFolder(folder);
        }

        var status = DemandFolder(folder);
        if (status.User == UnixFile.User && (status.Rights & ~OwnerOnlyFolder) != UnixFileMode.None && UnixFile.ReadStatus(folder) is { IsFolder: true })
        {
            using var opened = UnixFile.Open(folder, FileAccess.Read)!;
            File.SetUnixFileMode(opened, OwnerOnlyFolder);
        }
    }

    /// <summary>Reads a file, through links that are the user's own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How long it may be.</param>
    /// <param name="isOwnFolder">Whether its folder is one of ectl's own, which has to be the user's, too.</param>
    /// <returns>What is in it; null when there is none.</returns>
    /// <exception cref="UntrustedFileException">It is not to be used.</exception>
    /// <exception cref="FormatException">It is too long.</exception>
    public static byte[]? Read(string path, int maxBytes, bool isOwnFolder)
    {
        using var handle = OpenToRead(path, isOwnFolder);
        if (handle is null)
        {
            return null;
        }

        // One byte more than fits: what grows while it is read is too long as well.
        var content = new byte[Math.Min(RandomAccess.GetLength(handle), maxBytes) + 1];
        var count = 0;
        int more;
        while (count < content.Length && (more = RandomAccess.Read(handle, content.AsSpan(count), count)) > 0)
        {
            count += more;
        }

        return count <= maxBytes ? content[..count] : throw new FormatException($"it is longer than {maxBytes / 1024} KiB");
    }

    /// <summary>Opens a file for its owner alone, which is made where it is missing. A link is refused.</summary>
    /// <exception cref="UntrustedFileException">It is not to be used.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static FileStream OpenOrCreate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }

        var handle = UnixFile.Open(path, FileAccess.ReadWrite, isNew: true)!;
        try
        {
            var status = UnixFile.ReadStatus(handle);
            Demand(path, status);
            if (status.User == UnixFile.User && status.Rights != OwnerOnly)
            {
                // Just made, and the user's mask took rights from the owner, too; or made when ectl did not look at them.
                File.SetUnixFileMode(handle, OwnerOnly);
            }

            return new FileStream(handle, FileAccess.ReadWrite);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file, as <see cref="OpenOrCreate"/> does, and takes its lock; null where somebody else has that.</summary>
    /// <exception cref="IOException">It is not to be used, or cannot be made, as on a full disk.</exception>
    public static FileStream? TryOpenLocked(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            const int sharingViolation = unchecked((int)0x80070020);
            try
            {
                return OpenOrCreate(path);
            }
            catch (IOException exception) when (exception.HResult == sharingViolation)
            {
                return null;
            }
        }

        var file = OpenOrCreate(path);
        try
        {
            if (UnixFile.TryLock(file.SafeFileHandle))
            {
                return file;
            }

            file.Dispose();
            return null;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Puts a file in place of the one before, whole, for its owner alone. Until then it has a fixed name, which is locked: what a process leaves
    /// behind that was killed is used up by the next one. A link, such as those of people who keep their configuration elsewhere, stays one.
    /// </summary>
    /// <exception cref="IOException">It cannot be written; then the one before is as it was.</exception>
    public static void Replace(string path, string text)
    {
        using var draft = FileDraft.Begin(path);
        draft.Stream.Write(Encoding.UTF8.GetBytes(text));
        draft.Complete();
    }

    /// <summary>Checks that a file could be replaced, so that this is known before anything else is done. Leaves nothing behind.</summary>
    /// <exception cref="IOException">It could not.</exception>
    public static void DemandReplaceable(string path)
    {
        var draft = (OperatingSystem.IsWindows() ? path : Follow(path)) + DraftExtension;
        using var stream = TryOpenLocked(draft);
        if (stream is not null)
        {
            stream.SetLength(0);
            stream.WriteByte(0);
            stream.Flush(flushToDisk: true);
            if (OperatingSystem.IsWindows())
            {
                stream.Dispose();
            }

            File.Delete(draft);
        }
    }

    private static SafeFileHandle? OpenToRead(string path, bool isOwnFolder)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.Exists(path) ? File.OpenHandle(path) : null;
        }

        var target = Follow(path);
        var handle = UnixFile.Open(target, FileAccess.Read);
        try
        {
            if (handle is not null)
            {
                Demand(target, UnixFile.ReadStatus(handle));
                if (isOwnFolder)
                {
                    DemandFolder(Path.GetDirectoryName(path)!);
                }
            }

            return handle;
        }
        catch
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>Where a file would be put that takes the place of one, through links of the user's own.</summary>
    /// <exception cref="UntrustedFileException">What is there is not to be replaced.</exception>
    internal static string RequireReplaceable(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return path;
        }

        var target = Follow(path);
        if (target != path)
        {
            DemandFolder(Path.GetDirectoryName(target)!);
        }

        if (UnixFile.ReadStatus(target) is { } before)
        {
            Demand(target, before);
        }

        return target;
    }

    /// <summary>Where a path leads through links, which have to be the user's; the path itself where it is none.</summary>
    [UnsupportedOSPlatform("windows")]
    private static string Follow(string path)
    {
        var place = path;
        for (var links = 0; UnixFile.ReadStatus(place) is { IsLink: true } link; links++)
        {
            if (!IsOwn(link))
            {
                throw new UntrustedFileException(place, $"is a link of {Owner(link)}", "Remove it, or put a file of your own in its place.");
            }

            if (links == MaxLinks)
            {
                throw new UntrustedFileException(path, "is a link that leads nowhere");
            }

            var next = new FileInfo(place).LinkTarget ?? throw new IOException($"{place} was exchanged while it was looked at.");
            place = Path.GetFullPath(next, Path.GetDirectoryName(place)!);
        }

        return place;
    }

    [UnsupportedOSPlatform("windows")]
    private static void MakeFolder(string folder)
    {
        var parent = Path.GetDirectoryName(folder)!;
        if (UnixFile.ReadStatus(parent) is null)
        {
            MakeFolder(parent);
        }

        DemandFolder(parent);
        Directory.CreateDirectory(folder, OwnerOnlyFolder);

        // The user's mask may have taken rights from the owner, too.
        if (UnixFile.ReadStatus(folder) is { IsFolder: true } made && made.User == UnixFile.User && made.Rights != OwnerOnlyFolder)
        {
            File.SetUnixFileMode(folder, OwnerOnlyFolder);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static UnixFile.Status DemandFolder(string folder)
    {
        var place = Follow(folder);
        if (UnixFile.ReadStatus(place) is not { IsFolder: true } status)
        {
            throw new UntrustedFileException(folder, "is no folder");
        }

        if (!IsOwn(status))
        {
            throw new UntrustedFileException(folder, $"is a folder of {Owner(status)}", OtherUser);
        }

        // In a folder such as /tmp others may add files, but not exchange one's own.
        return status.IsWritableByOthers(UnixFile.User) && !status.IsSticky
            ? throw new UntrustedFileException(folder, "is a folder that others may write", $"If what is in it is yours: chmod go-w '{folder}'")
            : status;
    }

    [UnsupportedOSPlatform("windows")]
    private static void Demand(string path, UnixFile.Status status)
    {
        if (!status.IsRegular)
        {
            throw new UntrustedFileException(path, $"is {status.Kind}, not a file");
        }

        if (!IsOwn(status))
        {
            throw new UntrustedFileException(path, $"is a file of {Owner(status)}", OtherUser);
        }

        if (status.IsWritableByOthers(UnixFile.User))
        {
            throw new UntrustedFileException(path, "can be written by others", $"If what is in it is yours: chmod 600 '{path}'");
        }

        if (status.Links > 1)
        {
            throw new UntrustedFileException(path, "has another name somewhere (a hard link)", "Make a copy and put that in its place.");
        }
    }

    private static string OtherUser => Environment.IsPrivilegedProcess
        ? "Run ectl as that user, without sudo, or set HOME to your own."
        : "Put one of your own in its place.";

    [UnsupportedOSPlatform("windows")]
    private static bool IsOwn(UnixFile.Status status) => status.User == UnixFile.User || status.User == 0;

    [UnsupportedOSPlatform("windows")]
    private static string Owner(UnixFile.Status status) => $"user {status.User}, not of user {UnixFile.User}, who runs ectl";
}
