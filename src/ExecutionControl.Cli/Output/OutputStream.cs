namespace ExecutionControl.Cli.Output;

/// <summary>
/// Standard output or standard error. A failure of the first cannot be taken for that of anything else; that nobody reads any more passes as it
/// is. The second holds what is said beside the answer: that nobody hears it, or that a disk is full, must neither keep a call from being made
/// nor take its exit code from it.
/// </summary>
/// <param name="inner">The stream.</param>
/// <param name="mustArrive">Whether it is standard output; what cannot be written to standard error is lost.</param>
internal sealed class OutputStream(Stream inner, bool mustArrive) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception exception) when (IsToBeTold(exception))
        {
            Tell(exception);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (IsToBeTold(exception))
        {
            Tell(exception);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private bool IsToBeTold(Exception exception) => StandardStreams.IsUnwritable(exception) && !(mustArrive && BrokenPipe.Is(exception));

    private void Tell(Exception exception)
    {
        // Of standard error's failures there is no other place to say it.
        if (mustArrive)
        {
            throw new UnwritableOutputException(exception);
        }
    }
}

/// <summary>Recognises that nobody reads any more, such as <c>head</c> that has seen enough, or that the shell has closed the stream.</summary>
internal static class BrokenPipe
{
    /// <summary>EPIPE, which .NET passes on as it is.</summary>
    private const int Code = 32;

    /// <summary>EBADF, which .NET takes for a matter of permissions.</summary>
    private const int Closed = 9;

    public static bool Is(Exception exception) =>
        exception is IOException { HResult: Code } or UnauthorizedAccessException { InnerException: IOException { HResult: Closed } };
}

/// <summary>The answer could not be written: a full disk, most of the time. No fault of ectl's, and none of the service's.</summary>
internal sealed class UnwritableOutputException(Exception inner) : IOException($"standard output cannot be written ({inner.Message.TrimEnd('.')})", inner)
{
    /// <summary>The message as a sentence.</summary>
    public string Sentence => $"S{Message[1..]}.";
}
