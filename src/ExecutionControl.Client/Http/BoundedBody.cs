using System.Globalization;
using System.Text;

namespace ExecutionControl.Client.Http;

/// <summary>Reads bodies without trusting anything about them: not their length, nor how they are compressed and encoded.</summary>
internal static class BoundedBody
{
    /// <summary>How much of an answer's body is kept for errors.</summary>
    public const int MaxKeptBytes = 16 * 1024;

    /// <summary>Reads a body to its end, as UTF-8 (see <see cref="JsonText"/>).</summary>
    /// <exception cref="UnreadableAnswerException">It is longer than allowed, or compressed in a way that cannot be undone.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken) =>
        JsonText.Clean(ContentEncodings.Undo(await ReadRawAsync(content, maxBytes, cancellationToken).ConfigureAwait(false), content, maxBytes));

    /// <summary>Reads the beginning of an error's body as text. The status is an answer even when its body breaks off, so nothing is thrown.</summary>
    public static async Task<string?> ReadErrorAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var beginning = await ReadBeginningAsync(content, cancellationToken).ConfigureAwait(false);
        return Text(JsonText.Clean(ContentEncodings.UndoBeginning(beginning, content, MaxKeptBytes)));
    }

    /// <summary>Reads the beginning of an error's body as it was sent. Nothing is thrown, see <see cref="ReadErrorAsync"/>.</summary>
    public static async Task<byte[]> ReadBeginningAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxKeptBytes];
        var length = 0;
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                int read;
                while (length < buffer.Length && (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    length += read;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // What came before it broke off is all there is.
        }

        return buffer[..length];
    }

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxKeptBytes)]);

    private static async Task<byte[]> ReadRawAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
        {
            throw TooLong(maxBytes);
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var kept = new MemoryStream((int)(content.Headers.ContentLength ?? 0));
            var buffer = new byte[Math.Min(maxBytes, 16 * 1024)];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (kept.Length + read > maxBytes)
                {
                    throw TooLong(maxBytes);
                }

                kept.Write(buffer, 0, read);
            }

            return kept.ToArray();
        }
    }

    private static UnreadableAnswerException TooLong(int maxBytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the answer was longer than {maxBytes / 1024 / 1024} MiB"));
}
