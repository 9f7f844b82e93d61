using System.Text;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>Keeps what is written to a stream; can be read meanwhile.</summary>
internal sealed class WrittenText : Stream
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _bytes = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Completes when the text is there; false when nothing more comes and it is not.</summary>
    public async Task<bool> ContainsAsync(string text)
    {
        while (true)
        {
            Task changed;
            bool hasEnded;
            lock (_gate)
            {
                (changed, hasEnded) = (_changed.Task, _hasEnded);
            }

            if (ToString().Contains(text, StringComparison.Ordinal))
            {
                return true;
            }

            if (hasEnded)
            {
                return false;
            }

            await changed;
        }
    }

    /// <summary>The first line, as soon as it is there.</summary>
    public Task<string> FirstLineAsync() => _firstLine.Task;

    /// <summary>Nothing more will come.</summary>
    public void End()
    {
        _firstLine.TrySetException(new InvalidOperationException("ectl ended without a line on stdout."));
        lock (_gate)
        {
            _hasEnded = true;
            Change();
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            _bytes.Write(buffer);
            Change();
            if (!_firstLine.Task.IsCompleted && ToString().Split('\n') is [var line, _, ..])
            {
                _firstLine.TrySetResult(line);
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return Encoding.UTF8.GetString(_bytes.GetBuffer(), 0, (int)_bytes.Length);
        }
    }

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
