using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ExecutionControl.Reference.Files;

/// <summary>
/// Files that the server keeps for its user alone: used only where they are the user's, or root's, and nobody else may write them. On
/// Windows a user's folders are the user's alone already.
/// </summary>
internal static class TrustedFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>
    /// Makes a folder that is missing, with those above it, for its owner alone at every level. One that exists must be safe to keep files
    /// in.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isOwn">Whether one that exists has to be the user's own, and not only one in which not everybody may exchange files.</param>
    /// <exception cref="FileNotTrustedException">Others could exchange what is kept there.</exception>
    public static void PrepareFolder(string folder, bool isOwn)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (PosixFile.Look(folder) is null)
        {
            PrepareFolder(Path.GetDirectoryName(folder)!, isOwn);
            Directory.CreateDirectory(folder, OwnerOnlyFolder);

            // The user's mask may have taken rights from the owner, too.
            if (PosixFile.Look(folder) is { IsFolder: true } made && made.User == PosixFile.User && made.Rights != OwnerOnlyFolder)
            {
                File.SetUnixFileMode(folder, OwnerOnlyFolder);
            }
        }

        DemandFolder(folder, isOwn);
    }

    /// <summary>Refuses what is in the place of a file and is not a regular file of the user's own. A file that is missing is fine.</summary>
    /// <returns>What was seen; null where nothing is.</returns>
    /// <exception cref="FileNotTrustedException">It is not to be used.</exception>
    [UnsupportedOSPlatform("windows")]
    public static PosixFile.Status? Demand(string path)
    {
        var seen = PosixFile.Look(path);
        if (seen is { } status)
        {
            Demand(path, status);
        }

        return seen;
    }

    /// <summary>Opens a file; it is made, for its owner alone, where it is missing.</summary>
    /// <exception cref="FileNotTrustedException">It is not to be used.</exception>
    public static FileStream OpenOrCreate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }

        var handle = PosixFile.Open(path, FileAccess.ReadWrite, isNew: true)!;
        try
        {
            Demand(path, PosixFile.Look(handle));
            return new FileStream(handle, FileAccess.ReadWrite);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file, as <see cref="OpenOrCreate"/> does, and takes its lock; null where somebody else has that.</summary>
    /// <exception cref="IOException">It is not to be used, or cannot be made.</exception>
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
            if (PosixFile.TryLock(file.SafeFileHandle))
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

    /// <summary>Takes the user's own folder away from everybody else; not one that is reached by a link.</summary>
    /// <returns>Whether others had a right to it.</returns>
    public static bool CloseFolder(string folder)
    {
        if (OperatingSystem.IsWindows() || PosixFile.Look(folder) is not { IsFolder: true } status || status.User != PosixFile.User
            || (status.Rights & ~OwnerOnlyFolder) == UnixFileMode.None)
        {
            return false;
        }

        using var opened = PosixFile.Open(folder, FileAccess.Read);
        File.SetUnixFileMode(opened!, OwnerOnlyFolder);
        return true;
    }

    /// <summary>The text of a file; null where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How long it may be.</param>
    /// <param name="isSecret">Whether others may not even read it.</param>
    /// <param name="closed">Is told that others could read it and no longer can.</param>
    /// <exception cref="FileNotTrustedException">It is not to be used.</exception>
    public static string? Read(string path, int maxBytes, bool isSecret = false, Action? closed = null)
    {
        using var handle = OperatingSystem.IsWindows() ? (File.Exists(path) ? File.OpenHandle(path) : null) : PosixFile.Open(path, FileAccess.Read);
        if (handle is null)
        {
            return null;
        }

        if (!OperatingSystem.IsWindows())
        {
            var status = PosixFile.Look(handle);
            Demand(path, status);
            if (isSecret && (status.Rights & ~OwnerOnlyFolder) != UnixFileMode.None)
            {
                File.SetUnixFileMode(handle, OwnerOnly);
                closed?.Invoke();
            }
        }

        var length = RandomAccess.GetLength(handle);
        if (length > maxBytes)
        {
            throw new FileNotTrustedException(path, $"is longer than {maxBytes} bytes");
        }

        var content = new byte[length];
        var count = RandomAccess.Read(handle, content, 0);
        return Encoding.UTF8.GetString(content, 0, count);
    }

    /// <summary>
    /// Puts a file in place of the one before, whole, for its owner alone. Its folder must be locked: the new one has a fixed name until
    /// then, so that what a process leaves behind that was killed is not left for ever.
    /// </summary>
    public static void Replace(string path, string text)
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var stream = OpenOrCreate(draft))
        {
            Close(stream.SafeFileHandle);
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    private static void Close(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, OwnerOnly);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Demand(string path, PosixFile.Status status)
    {
        var user = PosixFile.User;
        if (!status.IsRegular)
        {
            throw new FileNotTrustedException(path, $"is {status.Kind}, not a file", "Name a file.");
        }

        if (status.User != user && status.User != 0)
        {
            throw new FileNotTrustedException(path, $"belongs to user {status.User}, not to you (user {user})", "Name a file of your own.");
        }

        if (status.IsWritableByOthers(user))
        {
            throw new FileNotTrustedException(path, "can be written by others", $"If you trust what is in it: chmod 600 '{path}'");
        }

        if (status.Links > 1)
        {
            throw new FileNotTrustedException(path, "has another name somewhere (a hard link)", "Name a file that has one name.");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void DemandFolder(string folder, bool isOwn)
    {
        var user = PosixFile.User;
        var place = Path.GetFullPath(folder);
        if (PosixFile.Look(place) is { IsLink: true } link)
        {
            if (link.User != user && link.User != 0)
            {
                throw new FileNotTrustedException(folder, $"is a link of user {link.User}'s");
            }

            place = Directory.ResolveLinkTarget(place, returnFinalTarget: true)?.FullName ?? place;
        }

        if (PosixFile.Look(place) is not { IsFolder: true } status)
        {
            throw new FileNotTrustedException(folder, "is no folder");
        }

        if (isOwn && status.User != user && status.User != 0)
        {
            throw new FileNotTrustedException(folder, $"belongs to user {status.User}, not to you (user {user})", "Use a folder of your own.");
        }

        // In a folder such as /tmp others may add files, but not exchange one's own.
        if (!status.IsSticky && (isOwn ? status.IsWritableByOthers(user) : (status.Rights & UnixFileMode.OtherWrite) != UnixFileMode.None))
        {
            throw new FileNotTrustedException(folder, "is a folder that others may write", "Use a folder of your own.");
        }
    }
}

/// <summary>A file is not used, and nothing about it was changed, since it is not this user's alone or not the kind of file that it has to be.</summary>
internal sealed class FileNotTrustedException(string path, string what, string advice = "")
    : IOException($"{path} {what}. It is not used, and nothing was changed.{(advice.Length > 0 ? " " + advice : "")}");
