using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>A standard input that holds some bytes and then ends. No terminal.</summary>
internal sealed class TextInput(byte[] content) : IStandardInput
{
    private readonly Stream _content = Stream.Synchronized(new MemoryStream(content));

    public bool IsTerminal => false;

    public bool IsOpen => true;

    public bool IsKeyAvailable => throw NoTerminal();

    // The next reader goes on where one left off.
    public Stream Open() => new KeptOpenStream(_content);

    public ConsoleKeyInfo ReadKey() => throw NoTerminal();

    private static InvalidOperationException NoTerminal() => new("Standard input is no terminal, and has no keys.");
}
