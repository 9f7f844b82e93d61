using System.Runtime.InteropServices;

namespace ExecutionControl.Cli.Output;

/// <summary>Asks the system about one of the process's descriptors.</summary>
internal static class Descriptor
{
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>
    /// Whether whoever started the process left this descriptor open. Where it was closed, the number soon belongs to a pipe or file of the
    /// runtime's own, which must neither be read nor written; those, and never an inherited one, are marked to be closed at the next start.
    /// </summary>
    public static bool IsInherited(int descriptor) => fcntl(descriptor, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0;

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fcntl(int descriptor, int command);
}
