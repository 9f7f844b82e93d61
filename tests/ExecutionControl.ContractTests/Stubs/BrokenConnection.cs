using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ExecutionControl.ContractTests.Stubs;

/// <summary>Breaks connections for real; what WireMock.Net itself calls a fault is a whole answer with another body.</summary>
internal static class BrokenConnection
{
    /// <summary>The header of a stub's answer, which may have no body, that says how the connection breaks in place of it.</summary>
    public const string Header = "X-Broken-Connection";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!context.Response.Headers.TryGetValue(Header, out var way))
        {
            return;
        }

        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        switch (way.ToString())
        {
            case "CONNECTION_RESET_BY_PEER":
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Close();
                break;
            case "EMPTY_RESPONSE":
                await CloseAfterAsync(""u8.ToArray());
                break;
            case "RANDOM_DATA_THEN_CLOSE":
                await CloseAfterAsync("\u0003no HTTP\r\n"u8.ToArray());
                break;
            case "MALFORMED_RESPONSE_CHUNK":
                await CloseAfterAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n"u8.ToArray());
                break;
            default:
                throw new InvalidOperationException($"No connection breaks as '{way}'.");
        }

        context.Abort();

        async Task CloseAfterAsync(byte[] bytes)
        {
            await socket.SendAsync(bytes);
            socket.Shutdown(SocketShutdown.Send);
            // Kestrel ends a connection with a reset, which would overtake what is still on its way: the client has to close first.
            await Task.Delay(Patience, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
