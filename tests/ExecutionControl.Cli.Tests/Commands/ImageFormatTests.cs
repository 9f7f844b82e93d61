using ExecutionControl.Cli.Operations.AgentRuns;

namespace ExecutionControl.Cli.Tests.Commands;

public sealed class ImageFormatTests
{
    public static TheoryData<byte[], string?> Contents { get; } = new()
    {
        { [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], "image/png" },
        { [0xFF, 0xD8, 0xFF, 0xE0, 0], "image/jpeg" },
        { "GIF87a..."u8.ToArray(), "image/gif" },
        { "GIF89a..."u8.ToArray(), "image/gif" },
        { "GIF88a..."u8.ToArray(), null },
        { "RIFF\u0001\u0002\u0003\u0004WEBPVP8 "u8.ToArray(), "image/webp" },
        { "RIFF\u0001\u0002\u0003\u0004WAVEfmt "u8.ToArray(), null },
        { [0x89, 0x50, 0x4E, 0x47], null },
        { "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray(), null },
        { [], null },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void MediaTypeOf_FirstBytes_Decide(byte[] content, string? expected) =>
        Assert.Equal(expected, ImageFormat.MediaTypeOf(content));
}
