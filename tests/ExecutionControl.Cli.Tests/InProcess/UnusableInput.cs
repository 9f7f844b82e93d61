using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>A standard input that is closed, or that cannot be read.</summary>
/// <param name="failure">What reading ends in; null where it is closed.</param>
internal sealed class UnusableInput(IOException? failure) : IStandardInput
{
    /// <summary>As <c>&lt;&amp;-</c> makes it.</summary>
    public static UnusableInput Closed { get; } = new(null);

    /// <summary>As <c>&lt;.</c> makes it.</summary>
    public static UnusableInput Folder { get; } = new(new IOException("Is a directory", hresult: 21));

    public bool IsTerminal => false;

    public bool IsOpen => failure is not null;

    public bool IsKeyAvailable => throw new InvalidOperationException("Standard input is no terminal, and has no keys.");

    public Stream Open() => failure is null ? throw new InvalidOperationException("Nobody may read a descriptor that is closed.") : new KeptOpenStream(new Unreadable(failure));

    public ConsoleKeyInfo ReadKey() => throw new InvalidOperationException("Standard input is no terminal, and has no keys.");

    private sealed class Unreadable(IOException failure) : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw failure;

        public override int Read(Span<byte> buffer) => throw failure;
    }
}
