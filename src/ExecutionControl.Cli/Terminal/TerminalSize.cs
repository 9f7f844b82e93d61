using System.Globalization;
using System.Runtime.InteropServices;

namespace ExecutionControl.Cli.Terminal;

/// <summary>How wide the terminal is. .NET's console would tell, too, but first sets the terminal up in its own way.</summary>
internal static class TerminalSize
{
    /// <summary>What a terminal has that does not say.</summary>
    public const int UsualColumns = 80;

    private const int LeastColumns = 20;
    private const uint GetWindowSize = 0x5413;

    /// <summary>The columns: as COLUMNS says, else as the terminal does, else <see cref="UsualColumns"/>.</summary>
    public static int Columns(Func<string, string?> variables) =>
        int.TryParse(variables("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said >= LeastColumns ? said
        : OfTerminal() is >= LeastColumns and var found ? found
        : UsualColumns;

    private static int OfTerminal()
    {
        try
        {
            return OperatingSystem.IsLinux()
                ? Enumerable.Range(0, 3).Select(descriptor => (int)ColumnsOf(descriptor)).FirstOrDefault(columns => columns > 0)
                : Console.WindowWidth;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static ushort ColumnsOf(int descriptor) => ioctl(descriptor, GetWindowSize, out var size) == 0 ? size.Columns : (ushort)0;

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ioctl(int descriptor, nuint request, out WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
