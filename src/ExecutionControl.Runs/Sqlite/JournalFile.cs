using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ExecutionControl.Runs;

/// <summary>
/// The file that keeps a journal, for its owner alone. It is never opened here but by SQLite: closing a second descriptor of it would take away
/// every lock that this process holds on it. So it is looked at by its name, in a folder where nobody else could exchange it. On Windows a user's
/// folders are the user's alone already.
/// </summary>
internal static class JournalFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] _companions = ["-wal", "-shm", "-journal"];

    /// <summary>Makes the file, and its folder, if they are missing; refuses what is in its place and is not the user's.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="RunJournalException">It is not to be used; nothing was changed.</exception>
    public static void Prepare(string path)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            throw Refused(path, "is a folder, not a file");
        }

        try
        {
            PrepareFolder(Path.GetDirectoryName(path)!);
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            foreach (var companion in _companions)
            {
                Demand(path + companion);
            }

            if (!Demand(path))
            {
                Make(path);

                // Somebody else may have been faster.
                Demand(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunJournalException($"The journal {path} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Takes the lock of a run, which the system gives back when this process ends, however it ends; null where another process has it.</summary>
    /// <exception cref="RunJournalException">It cannot be taken at all.</exception>
    public static FileStream? TryLock(string path)
    {
        try
        {
            while (true)
            {
                if (!OperatingSystem.IsWindows())
                {
                    Demand(path);
                }

                var file = new FileStream(path, LockOptions());
                if (OperatingSystem.IsWindows() || FileStatus.Of(path)?.Number == FileStatus.Of(file.SafeFileHandle).Number)
                {
                    return file;
                }

                // The one that had the lock has taken the file away in the meantime.
                file.Dispose();
            }
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException) && IsHeld(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunJournalException($"The lock {path} cannot be taken: {exception.Message}", exception);
        }
    }

    private static bool IsHeld(IOException exception)
    {
        const int sharingViolation = unchecked((int)0x80070020);
        return OperatingSystem.IsWindows() ? exception.HResult == sharingViolation : exception.HResult is 11 or 35;
    }

    private static FileStreamOptions LockOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private static void PrepareFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (!Directory.Exists(folder))
        {
            if (Path.GetDirectoryName(folder) is { } parent)
            {
                PrepareFolder(parent);
            }

            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            return;
        }

        var target = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        if (FileStatus.Of(target) is { } status && status.IsWritableByOthers && !status.IsSticky)
        {
            throw Refused(folder, "is a folder that others may write");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Make(string path)
    {
        // Under another name first, so that its descriptor is closed before anybody can open the real one.
        var fresh = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            {
                File.SetUnixFileMode(fresh, OwnerOnly);
            }

            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else was faster.
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Refuses what is no regular file of the user's own.</summary>
    /// <returns>Whether there is something.</returns>
    [UnsupportedOSPlatform("windows")]
    private static bool Demand(string path)
    {
        if (FileStatus.Of(path) is not { } status)
        {
            return false;
        }

        var complaint = status switch
        {
            { IsLink: true } => "is a link",
            { IsRegular: false } => "is no regular file",
            _ when status.User != FileStatus.CurrentUser && status.User != 0 => "belongs to another user",
            { IsWritableByOthers: true } => "can be written by others",
            { Links: > 1 } => "has another name somewhere (a hard link)",
            _ => null,
        };
        if (complaint is not null)
        {
            throw Refused(path, complaint);
        }

        if (status.IsReadableByOthers && status.User == FileStatus.CurrentUser)
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }

        return true;
    }

    private static RunJournalException Refused(string path, string what) =>
        new($"{path} {what}. It is not used as a journal, and nothing in it was changed. Name a file of your own.");
}

/// <summary>What the system knows about a file, without following a link: its kind, whose it is, and its number.</summary>
[UnsupportedOSPlatform("windows")]
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStatus(uint Mode, uint User, uint Group, ulong Links, ulong Number)
{
    private const int NoEntry = 2;
    private const int NotADirectory = 20;
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint Basics = 0x7FF;

    public static uint CurrentUser => geteuid();

    public bool IsRegular => (Mode & 0xF000) == 0x8000;

    public bool IsLink => (Mode & 0xF000) == 0xA000;

    /// <summary>Whether only a file's owner may rename or remove it in this folder.</summary>
    public bool IsSticky => (Mode & 0x200) != 0;

    /// <summary>A group with the number of the user is the user's own, as many systems make them.</summary>
    public bool IsWritableByOthers => (Mode & 0x2) != 0 || ((Mode & 0x10) != 0 && Group != CurrentUser);

    public bool IsReadableByOthers => (Mode & 0x24) != 0;

    /// <summary>What a path names; null where there is nothing.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
    public static FileStatus? Of(string path)
    {
        var name = Encoding.UTF8.GetBytes(path + '\0');
        if (OperatingSystem.IsLinux())
        {
            return statx(CurrentFolder, name, NoFollow, Basics, out var linux) == 0 ? linux.ToStatus() : Missing(path);
        }

        return (IsIntelMac ? lstat_x64(name, out var apple) : lstat(name, out apple)) == 0 ? apple.ToStatus() : Missing(path);
    }

    /// <summary>An open file.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
    public static FileStatus Of(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            return statx(file, [0], EmptyPath, Basics, out var linux) == 0 ? linux.ToStatus() : throw Failure("an open file");
        }

        return (IsIntelMac ? fstat_x64(file, out var apple) : fstat(file, out apple)) == 0 ? apple.ToStatus() : throw Failure("an open file");
    }

    private static bool IsIntelMac => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static FileStatus? Missing(string path) => Marshal.GetLastPInvokeError() is NoEntry or NotADirectory ? null : throw Failure(path);

    private static IOException Failure(string what) => new($"{what} cannot be looked at: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, out Linux status);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(SafeFileHandle file, byte[] path, int flags, uint mask, out Linux status);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int lstat(byte[] path, out Apple status);

    [DllImport("libc", SetLastError = true, EntryPoint = "lstat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int lstat_x64(byte[] path, out Apple status);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fstat(SafeFileHandle file, out Apple status);

    [DllImport("libc", SetLastError = true, EntryPoint = "fstat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fstat_x64(SafeFileHandle file, out Apple status);

    // The layout of statx is the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct Linux
    {
        [FieldOffset(16)]
        public readonly uint Links;

        [FieldOffset(20)]
        public readonly uint User;

        [FieldOffset(24)]
        public readonly uint Group;

        [FieldOffset(28)]
        public readonly ushort Mode;

        [FieldOffset(32)]
        public readonly ulong Number;

        public FileStatus ToStatus() => new(Mode, User, Group, Links, Number);
    }

    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private readonly struct Apple
    {
        [FieldOffset(4)]
        public readonly ushort Mode;

        [FieldOffset(6)]
        public readonly ushort Links;

        [FieldOffset(8)]
        public readonly ulong Number;

        [FieldOffset(16)]
        public readonly uint User;

        [FieldOffset(20)]
        public readonly uint Group;

        public FileStatus ToStatus() => new(Mode, User, Group, Links, Number);
    }
}
