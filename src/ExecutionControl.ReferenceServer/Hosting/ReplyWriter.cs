using System.Net.Sockets;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Puts answers onto the wire, and breaks it where an answer says so.</summary>
internal static class ReplyWriter
{
    // How long a caller may take to notice that the connection has ended.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task WriteAsync(HttpContext context, OperationReply reply, string? requestId, DateTimeOffset now)
    {
        switch (reply.Delivery)
        {
            case ReplyDelivery.Reset:
                context.Abort();
                return;
            case ReplyDelivery.Close:
                await CloseAsync(context).ConfigureAwait(false);
                return;
        }

        var response = context.Response;
        response.StatusCode = reply.Status;
        response.Headers.Date = now.ToString("R");
        if (requestId is not null)
        {
            response.Headers["x-request-id"] = requestId;
        }

        foreach (var (name, value) in reply.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (reply.ContentType is not null)
        {
            response.ContentType = reply.ContentType;
        }

        if (HasBody(reply.Status))
        {
            response.ContentLength = reply.Body.Length;
        }

        if (HttpMethods.IsHead(context.Request.Method) || !HasBody(reply.Status))
        {
            return;
        }

        if (reply.Delivery == ReplyDelivery.Truncated)
        {
            await response.Body.WriteAsync(reply.Body[..(reply.Body.Length / 2)], context.RequestAborted).ConfigureAwait(false);

            // Kestrel sends what there is and ends the connection over the bytes that are missing.
            return;
        }

        await response.Body.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static bool HasBody(int status) => status is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified);

    // Says that nothing more comes, and lets the caller hang up: to abort at once could overtake that with a reset.
    // By the machine's time: the server's own may stand still, and a caller's connection does not wait for it.
    private static async Task CloseAsync(HttpContext context)
    {
        context.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(SocketShutdown.Send);
        var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (context.RequestAborted.Register(hungUp.SetResult).ConfigureAwait(false))
        {
            await Task.WhenAny(hungUp.Task, Task.Delay(Patience, TimeProvider.System)).ConfigureAwait(false);
        }

        context.Abort();
    }
}
