namespace ExecutionControl.Runs;

/// <summary>
/// Writes a plan as JSON lines: a header, a line for each target, and an end with their number and a digest over all, by which a plan that was
/// edited or cut off is known. Keeps nothing in memory.
/// </summary>
public sealed class PlanWriter : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly PlanDigest _digest;
    private readonly PlanHeader _header;
    private readonly byte[] _newLine = [(byte)'\n'];
    private bool _isEnded;

    private PlanWriter(Stream stream, PlanHeader header)
    {
        _stream = stream;
        _header = header;
        _digest = new PlanDigest(header);
    }

    /// <summary>Begins a plan.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="header">What is said before the targets.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>The writer.</returns>
    /// <exception cref="PlanFormatException">The header cannot be used.</exception>
    public static async Task<PlanWriter> CreateAsync(Stream stream, PlanHeader header, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        var writer = new PlanWriter(stream, PlanText.Checked(header));
        await writer.WriteLineAsync(PlanText.Write(writer._header), cancellationToken).ConfigureAwait(false);
        return writer;
    }

    /// <summary>Writes a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>A task that is done when it is written.</returns>
    /// <exception cref="PlanFormatException">The target cannot be used; nothing of it was written.</exception>
    public Task WriteAsync(PlannedTarget target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ObjectDisposedException.ThrowIf(_isEnded, this);
        var planned = PlanText.Checked(target, _header);
        var line = PlanText.Write(planned);
        _digest.Add(line);
        return WriteLineAsync(planned.NotSeen is null ? line : PlanText.WriteLine(planned), cancellationToken);
    }

    /// <summary>Ends the plan. One that is not ended is refused by whoever reads it.</summary>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>The number of targets and the digest.</returns>
    public async Task<PlanSummary> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        _isEnded = true;
        var summary = new PlanSummary(_digest.Count, _digest.End(), IsEdited: false);
        await WriteLineAsync(PlanText.Write(summary), cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return summary;
    }

    /// <summary>Lets go of what the writer holds; the stream stays open.</summary>
    /// <returns>A task that is done at once.</returns>
    public ValueTask DisposeAsync()
    {
        _isEnded = true;
        _digest.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteLineAsync(byte[] line, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(line, cancellationToken).ConfigureAwait(false);
        await _stream.WriteAsync(_newLine, cancellationToken).ConfigureAwait(false);
    }
}
