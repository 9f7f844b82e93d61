using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ExecutionControl.Reference.Operations;

/// <summary>Reads a request's body whole.</summary>
internal static class RequestBody
{
    /// <summary>The longest body that anybody takes: a prompt with a handful of screenshots fits, an endless one does not.</summary>
    public const long Longest = 64L * 1024 * 1024;

    // Nearly all are this short, and their length is known: they need no buffer that grows.
    private const long Short = 4096;

    /// <exception cref="BadHttpRequestException">It is too long, or not framed as HTTP demands.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, long longest = Longest)
    {
        if (request.ContentLength is { } length and <= Short)
        {
            var body = length == 0 ? [] : new byte[length];
            if (length > 0 && !TryTake(request.BodyReader, body))
            {
                await request.Body.ReadExactlyAsync(body, request.HttpContext.RequestAborted).ConfigureAwait(false);
            }

            return body;
        }

        using var buffer = new MemoryStream();
        try
        {
            if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = longest;
            }

            await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            // Kestrel's way of saying that a trailer is no text.
            throw new BadHttpRequestException("The request's body is not framed as HTTP demands.", exception);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    // Most come together with their headers, and need not be waited for.
    private static bool TryTake(PipeReader reader, Span<byte> body)
    {
        if (!reader.TryRead(out var result))
        {
            return false;
        }

        var isWhole = result.Buffer.Length >= body.Length;
        var taken = result.Buffer.Slice(0, isWhole ? body.Length : 0);
        taken.CopyTo(body);
        reader.AdvanceTo(taken.End);
        return isWhole;
    }
}
