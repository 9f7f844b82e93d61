using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ExecutionControl.Client.Http;

/// <summary>Reads bodies without trusting anything about them: not their length, nor how they are compressed and encoded.</summary>
internal static class BoundedBody
{
    /// <summary>How much of an answer's body is kept for errors.</summary>
    public const int MaxKeptBytes = 16 * 1024;

    private const int FirstBufferBytes = 4 * 1024;

    /// <summary>Reads a body to its end, as UTF-8 (see <see cref="JsonText"/>).</summary>
    /// <exception cref="UnreadableAnswerException">It is longer than allowed, or compressed in a way that cannot be undone.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<byte[]> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken) =>
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<byte[]> ReadRawAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var expected = content.Headers.ContentLength;
        if (expected > maxBytes)
        {
            throw TooLong(maxBytes);
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // The one byte more is for the end to be seen.
            var buffer = ArrayPool<byte>.Shared.Rent(expected < FirstBufferBytes ? (int)expected + 1 : FirstBufferBytes);
            try
            {
                var length = 0;
                int read;
                while ((read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    length += read;
                    if (length > maxBytes)
                    {
                        throw TooLong(maxBytes);
                    }

                    if (length == buffer.Length)
                    {
                        buffer = Grow(buffer);
                    }
                }

                return buffer.AsSpan(0, length).ToArray();
            }
            finally
            {
                // An answer may hold a token.
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

    private static UnreadableAnswerException TooLong(int maxBytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the answer was longer than {maxBytes / 1024 / 1024} MiB"));
}
