using System.Net;
using System.Text;
using SingleUseContent = ExecutionControl.Client.Http.SingleSendHandler.SingleUseContent;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>From the moment that a body is asked for it may have been sent, and it is given once.</summary>
public sealed class SingleUseContentTests
{
    private readonly Attempt _attempt = new(new Uri("https://acme.conductor.one"), new BearerToken("secret-token-0123456789"));

    [Fact]
    public async Task CopyToAsync_Twice_GivesItOnceAndMarksTheAttempt()
    {
        using var content = SingleUseContent.For(new StringContent("{}", Encoding.UTF8, "application/json"), _attempt);
        Assert.False(_attempt.IsSent);
        using var wire = new MemoryStream();

        await content.CopyToAsync(wire);
        await Assert.ThrowsAsync<RepeatedSendException>(() => content.CopyToAsync(wire));

        Assert.Equal((true, "{}"), (_attempt.IsSent, Encoding.UTF8.GetString(wire.ToArray())));
        Assert.Equal((2L, "application/json; charset=utf-8"), (content.Headers.ContentLength, $"{content.Headers.ContentType}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CopyToAsync_BodyOfOurOwn_IsSentOnceWhetherItWasLookedAtBeforeOrNot(bool isLookedAt)
    {
        using var body = new SingleUseContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        if (isLookedAt)
        {
            using var look = new MemoryStream();
            await body.CopyToAsync(look);
            await body.CopyToAsync(look);
            Assert.Equal("{}{}", Encoding.UTF8.GetString(look.ToArray()));
        }

        using var content = SingleUseContent.For(body, _attempt);
        Assert.False(_attempt.IsSent);
        Assert.Equal(isLookedAt, !ReferenceEquals(body, content));
        using var wire = new MemoryStream();
        await content.CopyToAsync(wire);
        await Assert.ThrowsAsync<RepeatedSendException>(() => content.CopyToAsync(wire));

        Assert.Equal((true, "{}"), (_attempt.IsSent, Encoding.UTF8.GetString(wire.ToArray())));
        Assert.Equal((2L, "application/json"), (content.Headers.ContentLength, $"{content.Headers.ContentType}"));
    }

    [Fact]
    public async Task CopyToAsync_NoContent_IsOfLengthZero()
    {
        using var content = SingleUseContent.For(content: null, _attempt);
        using var wire = new MemoryStream();

        Assert.Equal(0, content.Headers.ContentLength);
        await content.CopyToAsync(wire);

        Assert.Equal((true, 0L), (_attempt.IsSent, wire.Length));
    }

    [Fact]
    public void ContentLength_NotKnown_IsNotMadeUp()
    {
        using var content = SingleUseContent.For(new Unmeasured(), _attempt);

        Assert.Null(content.Headers.ContentLength);
    }

    [Fact]
    public async Task Dispose_DisposesItselfAndWhatItHolds()
    {
        var inner = new Unmeasured();
        var content = SingleUseContent.For(content: null, _attempt);

        SingleUseContent.For(inner, _attempt).Dispose();
        content.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => content.ReadAsStringAsync());

        Assert.True(inner.IsDisposed);
    }

    private sealed class Unmeasured : HttpContent
    {
        public bool IsDisposed { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
