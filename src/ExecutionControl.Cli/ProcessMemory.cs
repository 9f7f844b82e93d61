using System.Runtime.InteropServices;

namespace ExecutionControl.Cli;

/// <summary>The memory of this process, which comes to hold secrets: no other process of the user's reads it, and no crash writes it to a disk.</summary>
internal static class ProcessMemory
{
    private const int Core = 4;

    /// <summary>
    /// Closes it. On Linux the files of <c>/proc</c> that show environment and memory are root's from then on; what <c>ps</c> shows stays. Does
    /// what the system can, and nothing where it can do nothing: two system calls.
    /// </summary>
    public static void Close()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (OperatingSystem.IsLinux())
        {
            const int setDumpable = 4;
            _ = prctl(setDumpable, 0, 0, 0, 0);
        }

        // The hard limit stays: a program that is started from here may have reasons of its own.
        if (getrlimit(Core, out var limit) == 0 && limit.Soft != 0)
        {
            limit.Soft = 0;
            _ = setrlimit(Core, limit);
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int prctl(int option, nuint value, nuint a, nuint b, nuint c);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getrlimit(int resource, out Limit limit);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setrlimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
