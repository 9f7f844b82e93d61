using System.IO.Compression;
using System.Text;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>A body ends at its bound, as it came and as it is once it is decompressed.</summary>
public sealed class BoundedBodyTests
{
    private const int Kept = 16 * 1024;

    [Theory]
    [InlineData("gzip", 100, true)]
    [InlineData("gzip", 101, false)]
    [InlineData("GZIP, identity", 100, true)]
    [InlineData("x-gzip", 100, true)]
    [InlineData("gzip, gzip, gzip", 100, true)]
    [InlineData("gzip, , identity, gzip, gzip", 100, true)]
    [InlineData("gzip, gzip, gzip, gzip", 100, false)]
    [InlineData("deflate", 100, true)]
    [InlineData("deflate", 101, false)]
    [InlineData("raw-deflate", 100, true)]
    [InlineData("br", 100, true)]
    [InlineData("br", 101, false)]
    [InlineData("deflate, br", 100, true)]
    public async Task ReadAsync_Compressed_IsReadUpToTheBound(string encodings, int length, bool isRead)
    {
        var body = Enumerable.Repeat((byte)'x', length).ToArray();
        using var content = Content(Compress(body, encodings), encodings.Replace("raw-", "", StringComparison.Ordinal));

        if (isRead)
        {
            Assert.Equal(body, await BoundedBody.ReadAsync(content, maxBytes: 100, CancellationToken.None));
        }
        else
        {
            await Assert.ThrowsAsync<UnreadableAnswerException>(
            () => BoundedBody.ReadAsync(content, maxBytes: 100, CancellationToken.None).AsTask());
        }
    }

    [Theory]
    [InlineData("gzip", "plain")]
    [InlineData("gzip", "")]
    [InlineData("br", "")]
    [InlineData("deflate", "")]
    [InlineData("identity", "plain")]
    [InlineData("x-gzip", "x")]
    public async Task ReadAsync_SaysThatItIsCompressedAndIsNot_IsReadAsItIs(string encoding, string body)
    {
        using var content = Content(Encoding.UTF8.GetBytes(body), encoding);

        Assert.Equal(body, Encoding.UTF8.GetString(await BoundedBody.ReadAsync(content, maxBytes: 100, CancellationToken.None)));
    }

    [Theory]
    [InlineData("080200FDFF7B7D0300", "{}")]
    [InlineData("001F00E0FF7B20202020202020202020202020202020202020202020202020202020207D0300", "{                             }")]
    public async Task ReadAsync_BareDeflateThatBeginsAlmostLikeZlib_IsRead(string bytes, string expected)
    {
        using var content = Content(Convert.FromHexString(bytes), "deflate");

        Assert.Equal(expected, Encoding.UTF8.GetString(await BoundedBody.ReadAsync(content, maxBytes: 100, CancellationToken.None)));
    }

    [Fact]
    public async Task ReadAsync_TellsALengthBeyondTheBound_IsNotEvenBegun()
    {
        using var content = new StreamContent(new Broken([], new NotSupportedException()));
        content.Headers.ContentLength = 101;

        await Assert.ThrowsAsync<UnreadableAnswerException>(
            () => BoundedBody.ReadAsync(content, maxBytes: 100, CancellationToken.None).AsTask());
    }

    [Theory]
    [InlineData("zstd", "the answer was encoded as 'zstd', which nobody asked for and which cannot be read here")]
    [InlineData("abcdefghijklmnopqrstuvwxyz-0123456789", "the answer was encoded as 'abcdefghijklmnopqrstuvwxyz-01234…', which nobody asked for and which cannot be read here")]
    [InlineData("gzip, gzip, gzip, gzip", "the answer was compressed more often than anything is")]
    [InlineData("br", "the answer was compressed as br, and damaged or too long")]
    [InlineData("deflate", "the answer was compressed as deflate, and damaged or too long")]
    public async Task ReadAsync_CannotBeUndone_SaysWhy(string encoding, string why)
    {
        using var content = Content([0xFF, 0xFF, 0xFF, 0xFF], encoding);

        var exception = await Assert.ThrowsAsync<UnreadableAnswerException>(
            () => BoundedBody.ReadAsync(content, maxBytes: 100, CancellationToken.None).AsTask());

        Assert.Equal(why, exception.Message);
    }

    [Theory]
    [InlineData(Kept - 1, Kept - 1)]
    [InlineData(Kept, Kept)]
    [InlineData(Kept + 1, Kept)]
    [InlineData(5 * Kept, Kept)]
    public async Task ReadErrorAsync_LongBody_GivesItsBeginning(int length, int kept)
    {
        using var plain = Content(Enumerable.Repeat((byte)'x', length).ToArray(), "identity");
        using var compressed = Content(Compress(Enumerable.Repeat((byte)'x', length).ToArray(), "gzip"), "gzip");

        Assert.Equal(kept, (await BoundedBody.ReadErrorAsync(plain, CancellationToken.None))!.Length);
        Assert.Equal(kept, (await BoundedBody.ReadErrorAsync(compressed, CancellationToken.None))!.Length);
    }

    [Fact]
    public async Task ReadErrorAsync_CannotBeUndone_GivesWhatCanBeRead()
    {
        var damaged = Compress(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 5000))), "gzip");
        using var half = Content(damaged[..(damaged.Length / 2)], "gzip");
        using var unknown = Content([1, 2, 3], "zstd");

        Assert.StartsWith("0 1 2 3", await BoundedBody.ReadErrorAsync(half, CancellationToken.None), StringComparison.Ordinal);
        Assert.Equal(string.Empty, await BoundedBody.ReadErrorAsync(unknown, CancellationToken.None));
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(HttpRequestException))]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(ObjectDisposedException))]
    public async Task ReadErrorAsync_BreaksOff_GivesWhatCame(Type how)
    {
        var failure = how == typeof(ObjectDisposedException) ? new ObjectDisposedException("stream") : (Exception)Activator.CreateInstance(how)!;
        using var content = new StreamContent(new Broken("{\"message\":"u8.ToArray(), failure));

        Assert.Equal("{\"message\":", await BoundedBody.ReadErrorAsync(content, CancellationToken.None));
    }

    [Fact]
    public async Task ReadErrorAsync_MistakeOfTheProgram_IsNotHidden()
    {
        using var content = new StreamContent(new Broken([], new NotSupportedException()));

        await Assert.ThrowsAsync<NotSupportedException>(() => BoundedBody.ReadErrorAsync(content, CancellationToken.None));
    }

    private static ByteArrayContent Content(byte[] body, string encoding)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }

    private static byte[] Compress(byte[] body, string encodings)
    {
        foreach (var encoding in encodings.ToLowerInvariant().Split(", ").Where(name => name is not ("" or "identity")))
        {
            using var compressed = new MemoryStream();
            using (Stream stream = encoding switch
            {
                "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest),
                "raw-deflate" => new DeflateStream(compressed, CompressionLevel.Fastest),
                "br" => new BrotliStream(compressed, CompressionLevel.Fastest),
                _ => new GZipStream(compressed, CompressionLevel.Fastest),
            })
            {
                stream.Write(body);
            }

            body = compressed.ToArray();
        }

        return body;
    }

    /// <summary>Gives what it has, and breaks off.</summary>
    private sealed class Broken(byte[] bytes, Exception failure) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw failure;
    }
}
