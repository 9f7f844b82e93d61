using System.Buffers;
using System.Text.Json;

namespace ExecutionControl.Runs;

/// <summary>Writes the history as JSON lines for an auditor, who can check the chain with nothing but SHA-256.</summary>
public static class JournalExport
{
    /// <summary>
    /// Writes every row, the oldest first: <c>run</c>, <c>sequence</c>, <c>hash</c> and <c>content</c>, the text that was hashed. The hash of a row is
    /// the SHA-256 of the 32 bytes of the hash before it, or of the chain of runs for the first of a run, and the UTF-8 of its content.
    /// </summary>
    /// <param name="journal">The journal.</param>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="runId">The run's whole id; <see langword="null"/> for all.</param>
    /// <param name="damaged">
    /// Is told of each run and each row that cannot be read, which is left out then; <see langword="null"/>, the default, where the writing is to end
    /// with that exception.
    /// </param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>How many rows were written.</returns>
    public static async Task<long> WriteAsync(
        IRunJournal journal,
        Stream stream,
        string? runId = null,
        Action<RunDamagedException>? damaged = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(stream);
        var count = 0L;
        var buffer = new ArrayBufferWriter<byte>(1024);
        var filter = new HistoryFilter { RunId = runId, WithRuns = true, OldestFirst = true, Damaged = damaged };
        await foreach (var row in journal.ListHistoryAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            buffer.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                writer.WriteString("run", row.RunId);
                writer.WriteNumber("sequence", row.Sequence);
                writer.WriteString("hash", row.Hash);
                writer.WriteString("content", row.Content);
                writer.WriteEndObject();
            }

            buffer.Write("\n"u8);
            await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            count++;
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }
}
