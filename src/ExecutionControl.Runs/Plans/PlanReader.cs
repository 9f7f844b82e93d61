using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ExecutionControl.Runs;

/// <summary>
/// Reads a plan, line by line; keeps nothing in memory. Whether it was edited is certain at its end only: whoever has to know before passes over
/// it twice, see <see cref="CheckAsync"/>.
/// </summary>
public sealed class PlanReader : IAsyncDisposable
{
    private const int MaxLineLength = 32 * 1024 * 1024;

    private readonly PipeReader _lines;
    private readonly PlanReaderOptions _options;
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private long _line;
    private bool _isStarted;

    private PlanReader(Stream stream, PlanReaderOptions options)
    {
        _lines = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        _options = options;
        Header = null!;
    }

    /// <summary>What the plan says before its targets.</summary>
    public PlanHeader Header { get; private set; }

    /// <summary>What is known when the last target was read; <see langword="null"/> before.</summary>
    public PlanSummary? Summary { get; private set; }

    /// <summary>Opens a plan and reads its header.</summary>
    /// <param name="stream">The plan; stays open.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The reader.</returns>
    /// <exception cref="PlanFormatException">It is no plan, or one of a version that is not known.</exception>
    public static async Task<PlanReader> OpenAsync(Stream stream, PlanReaderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var reader = new PlanReader(stream, options ?? new PlanReaderOptions());
        try
        {
            var line = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw new PlanFormatException("The plan is empty.");
            reader.Header = PlanText.ReadHeader(line);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads a plan to its end and checks every line.</summary>
    /// <param name="stream">The plan; stays open.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>What the plan says of itself.</returns>
    /// <exception cref="PlanFormatException">It is no plan that can be used.</exception>
    public static async Task<(PlanHeader Header, PlanSummary Summary)> CheckAsync(
        Stream stream, PlanReaderOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reader = await OpenAsync(stream, options, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await foreach (var _ in reader.ReadTargetsAsync(cancellationToken).ConfigureAwait(false))
            {
            }

            return (reader.Header, reader.Summary!);
        }
    }

    /// <summary>Reads the targets, once.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The targets, in the plan's order.</returns>
    /// <exception cref="PlanFormatException">
    /// A line cannot be used, the plan is cut off, or it was edited and that is not accepted; what was read before is not to be used then.
    /// </exception>
    public async IAsyncEnumerable<PlannedTarget> ReadTargetsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_isStarted)
        {
            throw new InvalidOperationException("The targets of a plan are read once.");
        }

        _isStarted = true;
        using var digest = new PlanDigest(Header);
        var isTouched = false;
        while (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (PlanText.TryReadEnd(line) is { } end)
            {
                await RequireNoMoreAsync(cancellationToken).ConfigureAwait(false);
                Summary = SummaryOf(digest, end);
                yield break;
            }

            isTouched = true;
            var target = Read(line);
            digest.Add(PlanText.Write(target));
            yield return target;
        }

        if (!_options.AcceptEdited)
        {
            throw new PlanFormatException(
                "The plan has no end: it was cut off, or its last line was taken out.") { IsEdited = isTouched };
        }

        Summary = new PlanSummary(digest.Count, digest.End(), IsEdited: true);
    }

    /// <summary>Lets go of what the reader holds; the stream stays open.</summary>
    /// <returns>A task that is done when it has.</returns>
    public ValueTask DisposeAsync() => _lines.CompleteAsync();

    private PlanSummary SummaryOf(PlanDigest digest, PlanSummary end)
    {
        var (count, found) = (digest.Count, digest.End());
        var isEdited = count != end.Count || !string.Equals(found, end.Digest, StringComparison.Ordinal);
        return isEdited && !_options.AcceptEdited
            ? throw new PlanFormatException(
                $"The plan was edited after it was made: it says {end.Count} targets and {end.Digest}, and holds {count} and {found}.") { IsEdited = true }
            : new PlanSummary(count, found, isEdited);
    }

    private PlannedTarget Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            return PlanText.Checked(PlanText.ReadTarget(line, Share), Header);
        }
        catch (PlanFormatException exception)
        {
            throw new PlanFormatException($"Line {_line} of the plan cannot be used. {exception.Message}", exception) { Line = _line };
        }
    }

    /// <summary>The same texts come again and again, and are kept once.</summary>
    private string Share(string text)
    {
        const int mostTexts = 256;
        const int longestText = 256;
        if (_texts.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_texts.Count < mostTexts && text.Length <= longestText)
        {
            _texts.Add(text);
        }

        return text;
    }

    private async Task RequireNoMoreAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new PlanFormatException("The plan goes on after its end: two plans may have been put together.") { Line = _line };
        }
    }

    /// <summary>The next line that is not empty; null at the end.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                _lines.AdvanceTo(buffer.GetPosition(1, end));
                _line++;
                if (!IsBlank(line))
                {
                    return line;
                }
            }
            else if (result.IsCompleted)
            {
                var line = buffer.ToArray();
                _lines.AdvanceTo(buffer.End);
                _line++;
                return IsBlank(line) ? (ReadOnlyMemory<byte>?)null : line;
            }
            else if (buffer.Length > MaxLineLength)
            {
                throw new PlanFormatException($"Line {_line + 1} is longer than {MaxLineLength / 1024 / 1024} MiB: that is no plan.") { Line = _line + 1 };
            }
            else
            {
                _lines.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;
}

/// <summary>How a plan is read.</summary>
public sealed class PlanReaderOptions
{
    /// <summary>Whether a plan that was edited, or written by hand without an end, is taken for a new plan. Default <see langword="false"/>.</summary>
    public bool AcceptEdited { get; init; }
}
