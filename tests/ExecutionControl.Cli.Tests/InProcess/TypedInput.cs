using System.Collections.Concurrent;
using System.Text;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>A terminal's keyboard: whoever reads waits for what is typed.</summary>
internal sealed class TypedInput : IStandardInput
{
    private readonly Lock _typing = new();
    private readonly BlockingCollection<char> _typed = [];

    public bool IsTerminal => true;

    public bool IsOpen => true;

    public bool IsKeyAvailable
    {
        get
        {
            // What is pasted is there as a whole.
            lock (_typing)
            {
                return _typed.Count > 0;
            }
        }
    }

    public void Type(string text)
    {
        lock (_typing)
        {
            foreach (var key in text)
            {
                _typed.Add(key);
            }
        }
    }

    public Stream Open() => new Keys(_typed);

    public ConsoleKeyInfo ReadKey()
    {
        var key = _typed.Take();
        return new ConsoleKeyInfo(key, key == '\n' ? ConsoleKey.Enter : ConsoleKey.None, shift: false, alt: false, control: false);
    }

    /// <summary>Nobody types any more; whoever still reads is at the end.</summary>
    public void End() => _typed.CompleteAdding();

    private sealed class Keys(BlockingCollection<char> typed) : Stream
    {
        private readonly Queue<byte> _bytes = new();

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
            if (_bytes.Count == 0)
            {
                if (!typed.TryTake(out var key, Timeout.Infinite))
                {
                    return 0;
                }

                foreach (var value in Encoding.UTF8.GetBytes([key]))
                {
                    _bytes.Enqueue(value);
                }
            }

            buffer[0] = _bytes.Dequeue();
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
