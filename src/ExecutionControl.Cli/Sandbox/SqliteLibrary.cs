using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ExecutionControl.Cli.Sandbox;

/// <summary>
/// The native SQLite that a single-file ectl carries inside: loaded when a server needs it, from memory where the system can, so that ectl
/// works where nothing can be written.
/// </summary>
internal static class SqliteLibrary
{
    private const string ResourceName = "e_sqlite3";

    private static readonly Lazy<bool> Prepared = new(PrepareOnce);

    /// <summary>Lets the server and the journal find the library. Does nothing in a build that has it as a file beside it.</summary>
    public static void Prepare() => _ = Prepared.Value;

    /// <summary>
    /// Begins to load the library on another thread, where a command is going to need it: it is there then before anybody waits for it. Does nothing
    /// in a build that has it as a file beside it. A failure is told to whoever needs it.
    /// </summary>
    public static void Preload() => _ = Task.Run(Prepare);

    private static bool PrepareOnce()
    {
        var assembly = typeof(SqliteLibrary).Assembly;
        if (assembly.GetManifestResourceInfo(ResourceName) is null)
        {
            return false;
        }

        var library = new Lazy<nint>(() => Load(assembly));
        NativeLibrary.SetDllImportResolver(
            typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
            (name, _, _) => name == ResourceName ? library.Value : 0);

        // Its first call is made here, while all others wait: of two that came at once, .NET would let one go on with the library that it unloads
        // for the other.
        SQLitePCL.Batteries_V2.Init();
        return true;
    }

    private static nint Load(Assembly assembly)
    {
        using var content = assembly.GetManifestResourceStream(ResourceName)!;
        return (OperatingSystem.IsLinux() ? LoadFromMemory(content) : null) ?? LoadFromFile(content);
    }

    /// <summary>Null where the system keeps no files in memory, or runs nothing from them.</summary>
    private static nint? LoadFromMemory(Stream content)
    {
        const uint closeOnExecute = 1;
        using var handle = new SafeFileHandle(memfd_create(ResourceName, closeOnExecute), ownsHandle: true);
        if (handle.IsInvalid)
        {
            return null;
        }

        Write(content, handle);
        return NativeLibrary.TryLoad(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.DangerousGetHandle()}"), out var library)
            ? library
            : null;
    }

    /// <summary>From where it lies in the program, without another copy on the way.</summary>
    private static unsafe void Write(Stream content, SafeFileHandle handle)
    {
        if (content is UnmanagedMemoryStream memory)
        {
            RandomAccess.Write(handle, new ReadOnlySpan<byte>(memory.PositionPointer, (int)(memory.Length - memory.Position)), 0);
            return;
        }

        using var file = new FileStream(new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false), FileAccess.Write);
        content.CopyTo(file);
    }

    private static nint LoadFromFile(Stream content)
    {
        content.Position = 0;

        // The folder is its owner's alone, and what is loaded stays loaded when its file is gone.
        var folder = Directory.CreateTempSubdirectory("ectl-");
        try
        {
            var path = Path.Combine(folder.FullName, ResourceName);
            using (var file = File.Create(path))
            {
                content.CopyTo(file);
            }

            return NativeLibrary.Load(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int memfd_create(string name, uint flags);
}
