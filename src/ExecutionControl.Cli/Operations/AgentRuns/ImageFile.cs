using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Operations.AgentRuns;

/// <summary>Reads an image file as the data URI that Codegen takes.</summary>
internal static class ImageFile
{
    /// <summary>The largest file that is read: 10 MiB. A data URI is a third longer, and the whole request is held in memory.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <exception cref="NotSentException">The file cannot be read, is too large, or is no image of a known kind.</exception>
    public static async Task<string> ReadAsDataUriAsync(string path, string workingFolder, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(path, workingFolder, cancellationToken);
        var mediaType = ImageFormat.MediaTypeOf(content.Span)
            ?? throw Refused(path, "its content is no PNG, JPEG, GIF or WebP image.");
        return $"data:{mediaType};base64,{Convert.ToBase64String(content.Span)}";
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, string workingFolder, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(Path.Combine(workingFolder, path));
            var content = new byte[file.CanSeek ? Math.Min(file.Length, MaxBytes) + 1 : MaxBytes + 1];
            var length = await file.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
            return length > MaxBytes
                ? throw Refused(path, $"it is larger than {MaxBytes / 1024 / 1024} MiB.")
                : content.AsMemory(0, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Refused(path, $"it cannot be read ({exception.Message})", exception);
        }
    }

    private static NotSentException Refused(string path, string why, Exception? exception = null) =>
        new(ExitCode.NotSent, $"The image '{path}' cannot be sent: {why} Nothing was sent.", exception);
}

/// <summary>Recognises an image by its first bytes; a file's name proves nothing.</summary>
internal static class ImageFormat
{
    /// <summary>The media type of a PNG, JPEG, GIF or WebP image, or null when it is none of them.</summary>
    public static string? MediaTypeOf(ReadOnlySpan<byte> content) => content switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
