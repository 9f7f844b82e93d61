using System.IO.Compression;

namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>Sixty-four mebibytes of spaces in a few kilobytes.</summary>
internal static class GzipBomb
{
    public static byte[] Bytes { get; } = Make();

    private static byte[] Make()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            var spaces = new byte[1024 * 1024];
            spaces.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 64; i++)
            {
                gzip.Write(spaces);
            }
        }

        return compressed.ToArray();
    }
}
