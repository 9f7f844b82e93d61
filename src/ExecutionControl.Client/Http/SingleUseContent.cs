using System.Net;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Content that is written once. The connection asks for it only when it is established, so that a request whose content was
/// never asked for was certainly not sent. A request without content gets one of length zero: the HTTP stack would send a
/// request that has none a second time when a pooled connection is reset.
/// </summary>
internal sealed class SingleUseContent : HttpContent
{
    private readonly HttpContent? _inner;
    private readonly Attempt _attempt;
    private int _written;

    public SingleUseContent(HttpContent? inner, Attempt attempt)
    {
        _inner = inner;
        _attempt = attempt;
        if (inner is null)
        {
            return;
        }

        foreach (var header in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _written, 1) != 0)
        {
            throw new RepeatedSendException();
        }

        _attempt.MarkSent();
        return _inner is null ? Task.CompletedTask : _inner.CopyToAsync(stream, context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner is null ? 0 : _inner.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner?.Dispose();
        }

        base.Dispose(disposing);
    }
}
