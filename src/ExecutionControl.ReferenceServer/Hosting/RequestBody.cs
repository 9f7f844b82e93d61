using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Reads a request's body whole.</summary>
internal static class RequestBody
{
    /// <exception cref="BadHttpRequestException">It is too long, or not framed as HTTP demands.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        try
        {
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
