using System.Text;

namespace ExecutionControl.Cli.Output;

/// <summary>The process's three streams, in UTF-8 whatever the locale says: data is written to the output, everything else to the error stream.</summary>
internal sealed class StandardStreams
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private StandardStreams(TextWriter output, TextWriter error)
    {
        Output = output;
        Error = error;
    }

    /// <summary>Standard output; what is written must be flushed.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error, flushed with every line and safe to write to from several threads.</summary>
    public TextWriter Error { get; }

    public static StandardStreams Open()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Utf8;
        }

        return new StandardStreams(
            new StreamWriter(Console.OpenStandardOutput(), Utf8),
            TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true }));
    }

    /// <summary>Opens standard input for reading bytes.</summary>
    public static Stream OpenInput() => Console.OpenStandardInput();
}
