namespace ExecutionControl.Reference.Files;

/// <summary>A file that somebody names for the server to read once: anything that can be read, a pipe, too, but not without end.</summary>
internal static class InputFile
{
    private const int MaxBytes = 64 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>What is in it, without the mark that some editors put at the beginning.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, or is too long.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = file.Read(buffer)) > 0)
            {
                content.Write(buffer, 0, count);
                if (content.Length > MaxBytes)
                {
                    throw new InvalidDataException($"It is longer than {MaxBytes / 1024 / 1024} MiB.");
                }
            }

            var bytes = content.ToArray();
            return bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"It cannot be read: {exception.Message}", exception);
        }
    }
}
