using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ExecutionControl.Reference.Operations;

/// <summary>Reads a request's body whole.</summary>
internal static class RequestBody
{
    /// <summary>The longest body that anybody takes: a prompt with a handful of screenshots fits, an endless one does not.</summary>
    public const long Longest = 64L * 1024 * 1024;

    /// <exception cref="BadHttpRequestException">It is too long, or not framed as HTTP demands.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, long longest = Longest)
    {
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
}
