using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ExecutionControl.Cli.Terminal;
using Microsoft.Win32.SafeHandles;

namespace ExecutionControl.Cli.Output;

/// <summary>The three streams that whoever started ectl gave the process.</summary>
internal static class ProcessStreams
{
    public static StandardStreams Open()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        return new StandardStreams(
            new Input(),
            Open(1, FileAccess.Write, Console.OpenStandardOutput),
            TerminalStyle.Of(!Console.IsOutputRedirected, Environment.GetEnvironmentVariable),
            Open(2, FileAccess.Write, Console.OpenStandardError),
            TerminalStyle.Of(!Console.IsErrorRedirected, Environment.GetEnvironmentVariable))
        {
            IsOutputAbandoned = () => !OperatingSystem.IsWindows() && Descriptor.IsAbandoned(1),
        };
    }

    /// <summary>
    /// Lets go of standard output, so that whoever reads it is at its end while the process goes on. What is written afterwards is lost. Not on
    /// Windows, where no shell waits for it.
    /// </summary>
    public static void EndOutput()
    {
        if (!OperatingSystem.IsWindows())
        {
            using var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            foreach (var descriptor in DescriptorsOfOutput())
            {
                _ = Descriptor.Replace(descriptor, nowhere);
            }
        }
    }

    /// <summary>Standard output's descriptor, and those that the runtime has made of it, where the system tells.</summary>
    private static List<int> DescriptorsOfOutput()
    {
        const string folder = "/proc/self/fd";
        if (!OperatingSystem.IsLinux() || new FileInfo($"{folder}/1").LinkTarget is not { } output)
        {
            return [1];
        }

        return
        [
            .. Directory.EnumerateFileSystemEntries(folder)
                .Select(path => (Number: int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture), Target: new FileInfo(path).LinkTarget))
                .Where(descriptor => descriptor.Number != 2 && descriptor.Target == output)
                .Select(descriptor => descriptor.Number),
        ];
    }

    /// <summary>
    /// Opens a descriptor without .NET's console in between, which would write control sequences to every terminal and read lines its own
    /// way. Files that can be sought in go through the console all the same: their position is shared with other descriptors.
    /// </summary>
    private static Stream Open(int descriptor, FileAccess access, Func<Stream> openConsole)
    {
        if (OperatingSystem.IsWindows())
        {
            return openConsole();
        }

        if (!Descriptor.IsInherited(descriptor))
        {
            // Closed: nobody is there.
            return Stream.Null;
        }

        try
        {
            var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), access, bufferSize: 0);
            return stream.CanSeek ? openConsole() : stream;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // A folder, or a descriptor that was opened for the other direction: whoever uses it is told what is wrong.
            return openConsole();
        }
    }

    private sealed class Input : IStandardInput
    {
        public bool IsTerminal => !Console.IsInputRedirected;

        public bool IsOpen => OperatingSystem.IsWindows() || Descriptor.IsInherited(0);

        public bool IsKeyAvailable => Console.KeyAvailable;

        public Stream Open() => ProcessStreams.Open(0, FileAccess.Read, Console.OpenStandardInput);

        public ConsoleKeyInfo ReadKey() => Console.ReadKey(intercept: true);
    }
}

/// <summary>Asks the system about one of the process's descriptors.</summary>
internal static class Descriptor
{
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private const short PollError = 8;

    /// <summary>
    /// Whether whoever started the process left this descriptor open. Where it was closed, the number soon belongs to a pipe or file of the
    /// runtime's own, which must neither be read nor written; those, and never an inherited one, are marked to be closed at the next start.
    /// </summary>
    public static bool IsInherited(int descriptor) => fcntl(descriptor, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0;

    /// <summary>Lets a descriptor be what a file's is.</summary>
    public static int Replace(int descriptor, SafeFileHandle file) => dup2(file, descriptor);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int dup2(SafeFileHandle file, int descriptor);

    /// <summary>Whether whoever read a pipe has closed it.</summary>
    public static bool IsAbandoned(int descriptor)
    {
        var poll = new PollDescriptor { Descriptor = descriptor };
        return Poll(ref poll, count: 1, milliseconds: 0) > 0 && (poll.Returned & PollError) != 0;
    }

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fcntl(int descriptor, int command);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Returned;
    }
}
