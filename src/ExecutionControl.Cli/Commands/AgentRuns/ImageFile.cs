using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Commands.AgentRuns;

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
