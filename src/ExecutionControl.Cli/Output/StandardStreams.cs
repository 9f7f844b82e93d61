using System.Text;
using ExecutionControl.Cli.Terminal;
using Microsoft.Win32.SafeHandles;

namespace ExecutionControl.Cli.Output;

/// <summary>The process's three streams, in UTF-8 whatever the locale says: data is written to the output, everything else to the error stream.</summary>
internal sealed class StandardStreams
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private StandardStreams(TextWriter output, TextWriter error)
    {
        Output = output;
        Error = error;
        OutputStyle = TerminalStyle.Of(!Console.IsOutputRedirected, Environment.GetEnvironmentVariable);
        ErrorStyle = TerminalStyle.Of(!Console.IsErrorRedirected, Environment.GetEnvironmentVariable);
    }

    /// <summary>Streams into nowhere, for work that nobody is to hear of.</summary>
    public static StandardStreams Silent { get; } = new(TextWriter.Null, TextWriter.Null);

    /// <summary>What standard output can show.</summary>
    public TerminalStyle OutputStyle { get; }

    /// <summary>What standard error can show.</summary>
    public TerminalStyle ErrorStyle { get; }

    /// <summary>Whether somebody is there to be asked: both standard input and standard error are terminals.</summary>
    public bool IsInteractive => !Console.IsInputRedirected && ErrorStyle.IsTerminal;

    /// <summary>Standard output; what is written must be flushed.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error, flushed with every line and safe to write to from several threads; what cannot be written is lost.</summary>
    public TextWriter Error { get; }

    public static StandardStreams Open()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Utf8;
        }

        return new StandardStreams(
            new VisibleWriter(new StreamWriter(new OutputStream(Open(1, FileAccess.Write, Console.OpenStandardOutput)), Utf8)),
            new VisibleWriter(TextWriter.Synchronized(
                new StreamWriter(new LossyStream(Open(2, FileAccess.Write, Console.OpenStandardError)), Utf8) { AutoFlush = true })));
    }

    /// <summary>Whether a write failed because of what is at the other end; .NET denies access to a descriptor that is closed.</summary>
    public static bool IsUnwritable(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Writes out what is left of standard output.</summary>
    /// <returns>False when it cannot be written, and somebody may miss it.</returns>
    public async Task<bool> TryFlushOutputAsync()
    {
        try
        {
            await Output.FlushAsync();
            return true;
        }
        catch (Exception exception) when (BrokenPipe.Is(exception))
        {
            return true;
        }
        catch (Exception exception) when (IsUnwritable(exception))
        {
            await Error.WriteLineAsync(exception.Message);
            return false;
        }
    }

    /// <summary>Reads one line from standard input, and not a byte more; null at its end.</summary>
    public static string? ReadInputLine()
    {
        using var input = OpenInput();
        var line = new List<byte>();
        int value;
        while ((value = input.ReadByte()) is not (-1 or '\n'))
        {
            line.Add((byte)value);
        }

        return value == -1 && line.Count == 0 ? null : Utf8.GetString([.. line]).TrimEnd('\r');
    }

    /// <summary>Whether whoever started ectl left it a standard input.</summary>
    public static bool IsInputOpen => OperatingSystem.IsWindows() || Descriptor.IsInherited(0);

    /// <summary>Opens standard input for reading bytes.</summary>
    public static Stream OpenInput() => Open(0, FileAccess.Read, Console.OpenStandardInput);

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
}
