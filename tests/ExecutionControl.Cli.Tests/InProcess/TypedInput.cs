using System.Collections.Concurrent;
using System.Text;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>A terminal's keyboard: whoever reads waits for what is typed.</summary>
internal sealed class TypedInput : IStandardInput
{
    private readonly BlockingCollection<byte> _typed = [];

    public bool IsTerminal => true;

    public bool IsOpen => true;

    public bool IsKeyAvailable => _typed.Count > 0;

    public void Type(string text)
    {
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            _typed.Add(value);
        }
    }

    public Stream Open() => new Keys(_typed);

    public ConsoleKeyInfo ReadKey()
    {
        var key = (char)_typed.Take();
        return new ConsoleKeyInfo(key, key == '\n' ? ConsoleKey.Enter : ConsoleKey.None, shift: false, alt: false, control: false);
    }

    /// <summary>Nobody types any more; whoever still reads is at the end.</summary>
    public void End() => _typed.CompleteAdding();

    private sealed class Keys(BlockingCollection<byte> typed) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (!typed.TryTake(out var value, Timeout.Infinite))
            {
                return 0;
            }

            buffer[0] = value;
            return 1;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
