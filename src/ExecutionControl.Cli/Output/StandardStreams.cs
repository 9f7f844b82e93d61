using System.Text;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Output;

/// <summary>The three streams of a command, in UTF-8 whatever the locale says: data is written to the output, everything else to the error stream.</summary>
internal sealed class StandardStreams
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="input">Standard input.</param>
    /// <param name="output">Where standard output goes.</param>
    /// <param name="outputStyle">What it can show.</param>
    /// <param name="error">Where standard error goes.</param>
    /// <param name="errorStyle">What it can show.</param>
    public StandardStreams(IStandardInput input, Stream output, TerminalStyle outputStyle, Stream error, TerminalStyle errorStyle)
    {
        Input = input;
        var writer = new StreamWriter(new OutputStream(output, mustArrive: true), Utf8);
        Output = new VisibleWriter(writer);
        Screen = new LiveScreen(writer);
        OutputStyle = outputStyle;
        Error = new VisibleWriter(TextWriter.Synchronized(new StreamWriter(new OutputStream(error, mustArrive: false), Utf8) { AutoFlush = true }));
        ErrorStyle = errorStyle;
    }

    /// <summary>Standard input.</summary>
    public IStandardInput Input { get; }

    /// <summary>Standard output as a screen; only where it can be redrawn.</summary>
    public LiveScreen Screen { get; }

    /// <summary>What standard output can show.</summary>
    public TerminalStyle OutputStyle { get; }

    /// <summary>Whether nobody reads standard output any more, such as head that has seen enough; false where that cannot be told.</summary>
    public Func<bool> IsOutputAbandoned { get; init; } = () => false;

    /// <summary>What standard error can show.</summary>
    public TerminalStyle ErrorStyle { get; }

    /// <summary>Standard output; what is written must be flushed.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error, flushed with every line and safe to write to from several threads; what cannot be written is lost.</summary>
    public TextWriter Error { get; }

    /// <summary>Streams into nowhere, for work that nobody is to hear of.</summary>
    public static StandardStreams Silent(IStandardInput input)
    {
        var style = new TerminalStyle(isTerminal: false, canMove: false, hasColour: false);
        return new StandardStreams(input, Stream.Null, style, Stream.Null, style);
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
    public string? ReadInputLine()
    {
        using var input = Input.Open();
        var line = new List<byte>();
        int value;
        while ((value = input.ReadByte()) is not (-1 or '\n'))
        {
            line.Add((byte)value);
        }

        return value == -1 && line.Count == 0 ? null : Utf8.GetString([.. line]).TrimEnd('\r');
    }
}
