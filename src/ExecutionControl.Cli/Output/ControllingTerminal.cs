using System.Runtime.InteropServices;
using System.Text;
using ExecutionControl.Cli.Terminal;
using Microsoft.Win32.SafeHandles;

namespace ExecutionControl.Cli.Output;

/// <summary>The terminal that the process belongs to. A process in the background has none: the system would stop it as soon as it read.</summary>
internal sealed class ControllingTerminal : IControllingTerminal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Lazy<bool> _isThere = new(CanBeOpened);

    public bool IsThere => _isThere.Value;

    public TerminalStyle Style { get; } = TerminalStyle.Of(isTerminal: true, Environment.GetEnvironmentVariable);

    public void Write(string text)
    {
        using var output = Open(FileAccess.Write);
        output.Write(Utf8.GetBytes(text));
    }

    public string? ReadLine()
    {
        using var input = Open(FileAccess.Read);
        var line = new List<byte>();
        int value;
        while ((value = input.ReadByte()) is not (-1 or '\n'))
        {
            line.Add((byte)value);
        }

        var encoding = OperatingSystem.IsWindows() ? Console.InputEncoding : Utf8;
        return value == -1 && line.Count == 0 ? null : encoding.GetString([.. line]).TrimEnd('\r');
    }

    private static bool CanBeOpened()
    {
        try
        {
            using var terminal = Open(FileAccess.Read);
            using var output = Open(FileAccess.Write);
            return OperatingSystem.IsWindows() || tcgetpgrp(terminal.SafeFileHandle) == getpgrp();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    private static FileStream Open(FileAccess access)
    {
        var name = OperatingSystem.IsWindows() ? (access == FileAccess.Read ? @"\\.\CONIN$" : @"\\.\CONOUT$") : "/dev/tty";
        return new FileStream(name, FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0);
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int tcgetpgrp(SafeFileHandle terminal);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getpgrp();
}

/// <summary>The terminal that a command was given at, whatever its streams are redirected to: the one place where somebody can be asked.</summary>
internal interface IControllingTerminal
{
    /// <summary>Whether there is one, and somebody at it who can be asked.</summary>
    bool IsThere { get; }

    /// <summary>What it can show.</summary>
    TerminalStyle Style { get; }

    /// <summary>Writes text to it as it is.</summary>
    void Write(string text);

    /// <summary>Waits for a line that somebody types; null at the end of the input.</summary>
    string? ReadLine();
}

/// <summary>No terminal: nobody can be asked.</summary>
internal sealed class NoTerminal : IControllingTerminal
{
    public bool IsThere => false;

    public TerminalStyle Style { get; } = new(isTerminal: false, canMove: false, hasColour: false);

    public void Write(string text) => throw new NotSupportedException("There is no terminal.");

    public string ReadLine() => throw new NotSupportedException("There is no terminal.");
}
