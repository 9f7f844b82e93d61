using System.Net.Sockets;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Puts answers onto the wire, and breaks it where an answer says so.</summary>
/// <param name="timeProvider">The clock whose time answers have.</param>
internal sealed class ReplyWriter(TimeProvider timeProvider)
{
    // How long a caller may take to notice that the connection has ended.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private DatedSecond _date = new(Second: -1, StringValues.Empty);

    public Task WriteAsync(HttpContext context, OperationReply reply, string? requestId)
    {
        switch (reply.Delivery)
        {
            case ReplyDelivery.Reset:
                context.Abort();
                return Task.CompletedTask;
            case ReplyDelivery.Close:
                return CloseAsync(context);
        }

        var response = context.Response;
        response.StatusCode = reply.Status;
        response.Headers.Date = Date();
        if (requestId is not null)
        {
            response.Headers["x-request-id"] = requestId;
        }

        for (var i = 0; i < reply.Headers.Count; i++)
        {
            response.Headers.Append(reply.Headers[i].Key, reply.Headers[i].Value);
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
            return Task.CompletedTask;
        }

        // Half of it: Kestrel sends what there is and ends the connection over the bytes that are missing.
        var body = reply.Delivery == ReplyDelivery.Truncated ? reply.Body[..(reply.Body.Length / 2)] : reply.Body;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    // As text once a second: every answer has it.
    private StringValues Date()
    {
        var now = timeProvider.GetUtcNow();
        var second = now.UtcTicks / TimeSpan.TicksPerSecond;
        var date = Volatile.Read(ref _date);
        if (date.Second != second)
        {
            Volatile.Write(ref _date, date = new DatedSecond(second, now.ToString("R")));
        }

        return date.Text;
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

    /// <param name="Second">A second, counted from the year 1.</param>
    /// <param name="Text">It as a header has it.</param>
    private sealed record DatedSecond(long Second, StringValues Text);
}
