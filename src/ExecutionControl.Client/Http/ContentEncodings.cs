using System.IO.Compression;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Undoes a compression that nobody asked for: some front doors compress all the same. What comes out is bounded like what came in,
/// so that a small answer cannot become a huge one.
/// </summary>
internal static class ContentEncodings
{
    private const int MaxLayers = 3;
    private const int MaxNameLength = 32;

    /// <summary>Undoes all encodings that the headers name, the last first.</summary>
    /// <exception cref="UnreadableAnswerException">An encoding is not known, its data is damaged, or more comes out than is allowed.</exception>
    public static byte[] Undo(byte[] body, HttpContent content, int maxBytes)
    {
        foreach (var encoding in Of(content))
        {
            var (read, isWhole) = Copy(encoding, body, maxBytes);
            body = isWhole ? read : throw new UnreadableAnswerException($"the answer was compressed as {encoding}, and damaged or too long");
        }

        return body;
    }

    /// <summary>Undoes the encodings of a body of which only the beginning is there or wanted, as far as that goes.</summary>
    public static byte[] UndoBeginning(byte[] body, HttpContent content, int maxBytes)
    {
        try
        {
            return Of(content).Aggregate(body, (text, encoding) => Copy(encoding, text, maxBytes).Read);
        }
        catch (UnreadableAnswerException)
        {
            return [];
        }
    }

    private static string[] Of(HttpContent content)
    {
        if (!content.Headers.NonValidated.TryGetValues("Content-Encoding", out var lines))
        {
            return [];
        }

        string[] encodings =
        [
            .. lines.SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Select(name => name.ToLowerInvariant())
                .Where(name => name is not "identity")
                .Reverse(),
        ];
        return encodings.Length <= MaxLayers ? encodings : throw new UnreadableAnswerException("the answer was compressed more often than anything is");
    }

    private static (byte[] Read, bool IsWhole) Copy(string encoding, byte[] body, int maxBytes)
    {
        // A body that says that it is compressed and is not, because somebody on the way has undone it, is read as it is.
        if (body.Length == 0 || (encoding is "gzip" or "x-gzip" && body is not [0x1F, 0x8B, ..]))
        {
            return (body, true);
        }

        using var copy = new MemoryStream();
        using var stream = Open(encoding, new MemoryStream(body));
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                var taken = Math.Min(read, maxBytes - (int)copy.Length);
                copy.Write(buffer, 0, taken);
                if (copy.Length == maxBytes)
                {
                    return (copy.ToArray(), taken == read && stream.Read(buffer) == 0);
                }
            }

            return (copy.ToArray(), true);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            // Damaged data: Brotli's reader says so with an InvalidOperationException.
            return (copy.ToArray(), false);
        }
    }

    private static Stream Open(string encoding, Stream body) => encoding switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => HasZlibHeader(body) ? new ZLibStream(body, CompressionMode.Decompress) : new DeflateStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => throw new UnreadableAnswerException(
            $"the answer was encoded as '{Redaction.Visible(encoding, MaxNameLength)}', which nobody asked for and which cannot be read here"),
    };

    /// <summary>Servers call both forms deflate: the bare data, and the data with zlib's two bytes before it.</summary>
    private static bool HasZlibHeader(Stream body)
    {
        var (first, second) = (body.ReadByte(), body.ReadByte());
        body.Position = 0;
        return (first & 0x0F) == 8 && ((first << 8) | second) % 31 == 0;
    }
}
