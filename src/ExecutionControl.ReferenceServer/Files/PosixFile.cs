using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ExecutionControl.Reference.Files;

/// <summary>What .NET does not offer of files on Unix: whose they are, what kind they are, and a look that follows no link.</summary>
[UnsupportedOSPlatform("windows")]
internal static class PosixFile
{
    private const int NoEntry = 2;
    private const int NotADirectory = 20;
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint Basics = 0x7FF;

    /// <summary>The user by whose rights this process acts.</summary>
    public static uint User => geteuid();

    /// <summary>Looks at what a path names, a link itself and not where it leads; null where there is nothing.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
    public static Status? Look(string path)
    {
        var name = Name(path);
        if (OperatingSystem.IsLinux())
        {
            return statx(CurrentFolder, name, NoFollow, Basics, out var linux) == 0 ? linux.ToStatus() : Missing(path);
        }

        var result = IsIntelMac ? lstat_x64(name, out var apple) : lstat(name, out apple);
        return result == 0 ? apple.ToStatus() : Missing(path);
    }

    /// <summary>Looks at an open file.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
    public static Status Look(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            return statx(file, Name(string.Empty), EmptyPath, Basics, out var linux) == 0 ? linux.ToStatus() : throw Failure("an open file");
        }

        var result = IsIntelMac ? fstat_x64(file, out var apple) : fstat(file, out apple);
        return result == 0 ? apple.ToStatus() : throw Failure("an open file");
    }

    /// <summary>Opens what a path names, unless that is a link: without waiting for the other end of a pipe, and closed in child processes.</summary>
    /// <param name="path">The path.</param>
    /// <param name="access">What is to be done with it.</param>
    /// <param name="isNew">Whether it is made, for its owner alone, where it is missing.</param>
    /// <returns>The file; null where there is nothing.</returns>
    /// <exception cref="IOException">It is a link, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static SafeFileHandle? Open(string path, FileAccess access, bool isNew = false)
    {
        var flags = (access == FileAccess.Read ? 0 : access == FileAccess.Write ? 1 : 2)
            | (isNew ? Flags.Create : 0) | Flags.NoFollow | Flags.NoWait | Flags.CloseOnExecute;
        const int mode = 0x180;

        // Where a caller puts what a function takes in any number differs on Apple's processors: there, it is behind eight others.
        var handle = OperatingSystem.IsMacOS() && !IsIntelMac ? open_apple(Name(path), flags, 0, 0, 0, 0, 0, 0, mode) : open(Name(path), flags, mode);
        if (!handle.IsInvalid)
        {
            return handle;
        }

        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return error switch
        {
            NoEntry or NotADirectory when !isNew => null,
            _ when error == Flags.IsLink => throw new FileNotTrustedException(path, "is a link"),
            1 or 13 => throw new UnauthorizedAccessException($"{path}: {new Win32Exception(error).Message}."),
            _ => throw new IOException($"{path}: {new Win32Exception(error).Message}."),
        };
    }

    /// <summary>Takes the lock of an open file, if nobody else has it. Closing the file gives it back.</summary>
    /// <exception cref="IOException">It cannot be taken at all.</exception>
    public static bool TryLock(SafeFileHandle file)
    {
        const int exclusiveNow = 2 | 4;
        if (flock(file, exclusiveNow) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == Flags.WouldBlock ? false : throw new IOException($"A file cannot be locked: {new Win32Exception(error).Message}.");
    }

    /// <summary>Gives a file another name, unless something has that name already.</summary>
    /// <returns>Whether it was done.</returns>
    public static bool TryRename(string path, string newPath)
    {
        const uint noReplace = 1;
        if (OperatingSystem.IsLinux()
            && renameat2(CurrentFolder, Name(path), CurrentFolder, Name(newPath), noReplace) == 0)
        {
            return true;
        }

        if (Look(newPath) is not null)
        {
            return false;
        }

        // Some file systems know no such renaming.
        File.Move(path, newPath, overwrite: false);
        return true;
    }

    private static bool IsIntelMac => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static Status? Missing(string path) => Marshal.GetLastPInvokeError() is NoEntry or NotADirectory ? null : throw Failure(path);

    private static IOException Failure(string what) => new($"{what} cannot be looked at: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, out LinuxStatus status);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int lstat(byte[] path, out AppleStatus status);

    [DllImport("libc", SetLastError = true, EntryPoint = "lstat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int lstat_x64(byte[] path, out AppleStatus status);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int renameat2(int folder, byte[] path, int newFolder, byte[] newPath, uint flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(SafeFileHandle folder, byte[] path, int flags, uint mask, out LinuxStatus status);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fstat(SafeFileHandle file, out AppleStatus status);

    [DllImport("libc", SetLastError = true, EntryPoint = "fstat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fstat_x64(SafeFileHandle file, out AppleStatus status);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle open(byte[] path, int flags, int mode);

    [DllImport("libc", SetLastError = true, EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle open_apple(byte[] path, int flags, int a, int b, int c, int d, int e, int f, int mode);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int flock(SafeFileHandle file, int operation);

    /// <summary>The numbers that differ between systems and processors.</summary>
    private static class Flags
    {
        // x86 came before the numbers that Linux gave to most others; Arm and POWER have their own.
        private static readonly bool IsArm =
            RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Armv6 or Architecture.Ppc64le;

        public static int Create => OperatingSystem.IsLinux() ? 0x40 : 0x200;

        public static int NoFollow => !OperatingSystem.IsLinux() ? 0x100 : IsArm ? 0x8000 : 0x20000;

        public static int NoWait => OperatingSystem.IsLinux() ? 0x800 : 0x4;

        public static int CloseOnExecute => OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

        public static int IsLink => OperatingSystem.IsLinux() ? 40 : 62;

        public static int WouldBlock => OperatingSystem.IsLinux() ? 11 : 35;
    }

    /// <summary>What the system knows about a file.</summary>
    /// <param name="Mode">Its kind and who has which right to it.</param>
    /// <param name="User">Whose it is.</param>
    /// <param name="Group">Which group's it is.</param>
    /// <param name="Links">How many names it has.</param>
    /// <param name="Number">Its number, which no other file in its file system has at the same time.</param>
    /// <param name="Size">Its length in bytes.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Status(uint Mode, uint User, uint Group, ulong Links, ulong Number, long Size)
    {
        private const uint KindMask = 0xF000;
        private const uint GroupWrite = 0x10;
        private const uint OtherWrite = 0x2;
        private const uint Sticky = 0x200;

        public bool IsRegular => (Mode & KindMask) == 0x8000;

        public bool IsFolder => (Mode & KindMask) == 0x4000;

        public bool IsLink => (Mode & KindMask) == 0xA000;

        /// <summary>Whether only a file's owner may rename or remove it in this folder.</summary>
        public bool IsSticky => (Mode & Sticky) != 0;

        public UnixFileMode Rights => (UnixFileMode)(Mode & 0x1FF);

        /// <summary>What it is, for people.</summary>
        public string Kind => (Mode & KindMask) switch
        {
            0x8000 => "a file",
            0x4000 => "a folder",
            0xA000 => "a link",
            0x1000 => "a named pipe",
            0xC000 => "a socket",
            _ => "a device",
        };

        /// <summary>Whether somebody else may write. A group with the number of the user is the user's own, as many systems make them.</summary>
        public bool IsWritableByOthers(uint user) => (Mode & OtherWrite) != 0 || ((Mode & GroupWrite) != 0 && Group != user);
    }

    // The layout of statx is the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct LinuxStatus
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

        [FieldOffset(40)]
        public readonly long Size;

        public Status ToStatus() => new(Mode, User, Group, Links, Number, Size);
    }

    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private readonly struct AppleStatus
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

        [FieldOffset(96)]
        public readonly long Size;

        public Status ToStatus() => new(Mode, User, Group, Links, Number, Size);
    }
}
